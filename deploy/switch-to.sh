#!/usr/bin/env bash
# Run the bot from another image; go back to the former one if it does not become healthy. On the server:
#
#     deploy/switch-to.sh IMAGE [COMPOSE_FILE]
#
# .env and compose.yaml describe what was healthy last and change only at the end. So a run may be
# interrupted anywhere: the next one begins again with what they say.
set -euo pipefail
umask 077
cd "$(dirname "$0")/.."
# A lost connection must not leave the work half done.
trap '' HUP PIPE

readonly wanted=${1:?which image?} wanted_compose_file=${2:-compose.yaml}
readonly healthy_within_seconds=180 images_to_keep=3

exec 9>.switching
flock --wait 600 9
# What Docker says goes into a file: the log of a failed bot is not for the log of a workflow.
exec 3>&1 >deploy.log 2>&1

former=$(sed --quiet 's/^BOT_IMAGE=//p' .env || true)
readonly former
export BOT_IMAGE=$wanted COMPOSE_FILE=$wanted_compose_file

say() {
    echo "$*"
    echo "$*" >&3 || true
}

start() {
    docker compose up --detach --wait --wait-timeout "$healthy_within_seconds"
}

database() {
    docker compose run --rm --no-deps -T --entrypoint python bot -c "$(cat deploy/database.py)" "$1"
}

remember() {
    if [ "$wanted_compose_file" != compose.yaml ]; then
        mv "$wanted_compose_file" compose.yaml
    fi
    echo "BOT_IMAGE=$wanted" >.env.next
    mv .env.next .env
}

remove_old_images() {
    docker image ls --format '{{.Repository}}:{{.Tag}}' "${wanted%%:*}" | tail --lines="+$((images_to_keep + 1))" |
        while read -r image; do
            [ "$image" = "$wanted" ] || [ "$image" = "$former" ] || docker image rm "$image"
        done
}

go_back() {
    docker compose logs --no-color --tail 200 || true
    docker compose stop || true
    if [ -z "$former" ]; then
        docker compose down || true
        say "There is no former image, so the bot is stopped."
        return
    fi
    unset BOT_IMAGE COMPOSE_FILE
    note=$(database bring-back) || note="The database may not be as it was; see $PWD/deploy.log on the server."
    [ -z "$note" ] || say "$note"
    if start; then
        say "$former runs again."
    else
        say "$former does not become healthy either; something else must be wrong."
    fi
}

say "Switching from ${former:-nothing} to $wanted."
if ! { docker image inspect "$wanted" >/dev/null && docker compose config --quiet; }; then
    say "$wanted cannot be started, so nothing was changed; see $PWD/deploy.log on the server."
    exit 1
fi
# The bot stops before its database is copied: what it wrote afterwards would be lost by going back.
if docker compose stop && database keep && start && database forget; then
    remember
    remove_old_images || say "Not all old images could be removed; see $PWD/deploy.log on the server."
    say "$wanted is healthy."
else
    say "$wanted did not become healthy; its log is in $PWD/deploy.log on the server."
    go_back
    exit 1
fi
