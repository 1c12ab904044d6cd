#!/usr/bin/env bash
# Put a copy of the bot's database into backups/ and keep the newest ones. On the server; the bot may run.
set -euo pipefail
umask 077
cd "$(dirname "$0")/.."

readonly backups_to_keep=14

mkdir -p backups
file=backups/$(date --utc +%Y-%m-%dT%H-%M-%SZ).db
docker compose run --rm --no-deps -T --entrypoint python bot -c "$(cat deploy/database.py)" dump >"$file.part"
if [ ! -s "$file.part" ]; then
    rm "$file.part"
    echo "There is no database data/bot.db to back up." >&2
    exit 1
fi
mv "$file.part" "$file"
echo "$PWD/$file"
# The names sort by time.
printf '%s\n' backups/*.db | head --lines="-$backups_to_keep" | xargs --no-run-if-empty rm --
