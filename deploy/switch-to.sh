#!/usr/bin/env bash
# Run the bot from another image; go back to the former one if it does not become healthy. On the server:
#
#     deploy/switch-to.sh IMAGE
#     deploy/switch-to.sh             # the present one again: after [webhooks] was switched on or off
#
# An image brings compose.yaml and these scripts itself, so that each image runs with its own.
# .env, compose.yaml and deploy/ are those of what was healthy last and change only at the end. So a run may
# be interrupted anywhere: the next one begins again with what they say.
set -euo pipefail
umask 077
cd "$(dirname "$0")/.."
# A lost connection must not leave the work half done.
trap '' HUP PIPE

readonly healthy_within_seconds=180 images_to_keep=3

exec 9>.switching
flock --wait 600 9
# What Docker says goes into a file: the log of a failed bot is not for the log of a workflow.
exec 3>&1 >deploy.log 2>&1

former=$(sed --quiet 's/^BOT_IMAGE=//p' .env || true)
wanted=${1:-$former}
readonly former wanted

say() {
    echo "$*"
    echo "$*" >&3 || true
}

fetch_what_starts_it() {
    rm --recursive --force deploy.next compose.next.yaml
    docker run --rm --network none --entrypoint tar "$wanted" --create compose.yaml deploy |
        tar --extract --transform 's/^compose\.yaml$/compose.next.yaml/;s/^deploy/deploy.next/'
}

# The files of Compose: the second one publishes the port of [webhooks], which nobody needs without it.
compose_files() {
    echo -n "$1"
    if grep --quiet --extended-regexp '^\s*\[\s*webhooks\s*\]' config/config.toml; then
        echo -n ":$2/webhooks.yaml"
    fi
}

start() {
    docker compose up --detach --wait --wait-timeout "$healthy_within_seconds"
}

database() {
    docker compose run --rm --no-deps -T --entrypoint python bot -c "$(cat "$1/database.py")" "$2"
}

remember() {
    rm --recursive --force deploy.former
    [ ! -e deploy ] || mv deploy deploy.former
    mv deploy.next deploy
    mv compose.next.yaml compose.yaml
    printf '%s\n' "BOT_IMAGE=$wanted" "COMPOSE_FILE=$(compose_files compose.yaml deploy)" >.env.next
    mv .env.next .env
    rm --recursive --force deploy.former
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
    note=$(database deploy bring-back) || note="The database may not be as it was; see $PWD/deploy.log on the server."
    [ -z "$note" ] || say "$note"
    if start; then
        say "$former runs again."
    else
        say "$former does not become healthy either; something else must be wrong."
    fi
}

[ -n "$wanted" ] || { say "Which image? None runs yet."; exit 1; }
say "Switching from ${former:-nothing} to $wanted."
if ! { docker image inspect "$wanted" >/dev/null && fetch_what_starts_it; }; then
    say "$wanted cannot be started, so nothing was changed; see $PWD/deploy.log on the server."
    exit 1
fi
BOT_IMAGE=$wanted
COMPOSE_FILE=$(compose_files compose.next.yaml deploy.next)
export BOT_IMAGE COMPOSE_FILE
if ! docker compose config --quiet; then
    say "$wanted cannot be started, so nothing was changed; see $PWD/deploy.log on the server."
    exit 1
fi
# The bot stops before its database is copied: what it wrote afterwards would be lost by going back.
if docker compose stop && database deploy.next keep && start && database deploy.next forget; then
    remember
    remove_old_images || say "Not all old images could be removed; see $PWD/deploy.log on the server."
    say "$wanted is healthy."
else
    say "$wanted did not become healthy; its log is in $PWD/deploy.log on the server."
    go_back
    exit 1
fi
