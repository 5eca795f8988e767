"""The least that Flask and gunicorn can do: the raw limit of a single request."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "hello"
