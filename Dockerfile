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
# `sync` installs what the lock names and compares each file's hash. `install --deploy` would also compare
# the lock with the package indexes that pip is configured for, which are others on each machine.
RUN pipenv sync

FROM base
# The one place besides data/ where the program may write; matplotlib keeps its fonts there.
ENV PATH=/app/.venv/bin:$PATH MPLCONFIGDIR=/tmp/matplotlib
RUN useradd --system --uid 10001 --no-create-home bot \
    && install --directory --owner=bot --group=bot --mode=700 /app/data
COPY --from=builder /app/.venv .venv
COPY DiscordBot DiscordBot
# What a mounted file of the same name replaces.
COPY config.toml ticket_to_roles_prod.json ./
# What a server runs to switch to this image, so that another image brings back its own.
COPY compose.yaml ./
COPY deploy deploy
# What /ping says; there is no git in the image.
ARG VERSION=
RUN if [ -n "$VERSION" ]; then echo "$VERSION" >DiscordBot/VERSION; fi
LABEL org.opencontainers.image.version=$VERSION
USER 10001
VOLUME /app/data
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m CMD ["python", "-m", "DiscordBot.core.heartbeat"]
CMD ["python", "DiscordBot/bot.py"]
