# The Python that Pipfile.lock was made with.
FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1
WORKDIR /app

FROM base AS builder
ENV PIPENV_VENV_IN_PROJECT=1 PIPENV_NOSPIN=1
RUN pip install --no-cache-dir pipenv==2026.10.3
COPY Pipfile Pipfile.lock pyproject.toml ./
# Of the project itself the installation needs to know only where it is, so that a change of its code
# does not install everything again.
COPY DiscordBot/__init__.py DiscordBot/
RUN pipenv install --deploy

FROM base
ENV PATH=/app/.venv/bin:$PATH
RUN useradd --system --uid 10001 --no-create-home bot \
    && install --directory --owner=bot --group=bot /app/data
COPY --from=builder /app/.venv .venv
COPY DiscordBot DiscordBot
USER 10001
VOLUME /app/data
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m CMD ["python", "-m", "DiscordBot.core.heartbeat"]
CMD ["python", "DiscordBot/bot.py"]
