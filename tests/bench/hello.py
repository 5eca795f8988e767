"""The least that Flask and gunicorn can do: the raw limit of a single request."""

from flask import Flask

HELLO = "tests.bench.hello:app"

app = Flask(__name__)


@app.get("/readyz")
@app.get("/")
def hello() -> str:
    return "hello"
