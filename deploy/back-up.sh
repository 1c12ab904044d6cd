#!/usr/bin/env bash
# Put a backup of all data into backups/ and keep the newest ones. On the server; the bot may run.
set -euo pipefail
umask 077
cd "$(dirname "$0")/.."

readonly backups_to_keep=14

mkdir -p backups
file=backups/conference-bot-$(date --utc +%Y-%m-%dT%H-%M-%SZ).zip
if ! docker compose run --rm --no-deps -T bot backup - >"$file.part"; then
    rm "$file.part"
    exit 1
fi
mv "$file.part" "$file"
echo "$PWD/$file"
# The names sort by time.
printf '%s\n' backups/conference-bot-*.zip | head --lines="-$backups_to_keep" | xargs --no-run-if-empty rm --
