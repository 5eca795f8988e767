"""Areas in words; the client says them alike (`pwa/src/rooms/zones/desk/rules.ts`, `tests/contract/areas.json`)."""

KM2 = 1_000_000
WIDE_KM2 = 10


def area_words(m2: float) -> str:
    """Square metres below one square kilometre, else square kilometres: 1.07 km², 12.3 km²."""
    if round(m2) < KM2:
        return f"{round(m2):,} m²"
    km2 = m2 / KM2
    return f"{km2:.2f} km²" if round(km2, 2) < WIDE_KM2 else f"{km2:,.1f} km²"
