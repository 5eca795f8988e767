/** Numbers of records as people say them. Pure. */

/** The end of a record's id, by which it is found again: "3A7F 29C1". */
export function shortNumber(id: string): string {
  const digits = id.replaceAll('-', '').slice(-8).toUpperCase()
  return `${digits.slice(0, 4)} ${digits.slice(4)}`
}
