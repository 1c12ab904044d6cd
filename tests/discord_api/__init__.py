"""Every request that the bot makes in a test is held against what Discord itself publishes of its API.

The simulated Discord is kinder than the real one. So each request that reaches it is compared with
Discord's OpenAPI document (`document.py`, fetched by `installing.py`; `schemas.py` lists what it does not
tell of) and with what Discord enforces beyond it (`limits.py`, `messages.py`). A request that does
not fit fails the test in which it was made (`plugin.py`).
"""
