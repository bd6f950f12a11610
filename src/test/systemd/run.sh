#!/usr/bin/env bash
# Runs deploy/systemd/alert-relay.service as a real systemd runs it: one of its own, with namespaces of its own, on a copy of
# this machine's files in memory, so that nothing here is changed. Installs target/alert-relay-….tar.gz there as
# docs/operations.md tells, and sees it start, take and deliver an alert, take a new configuration, come again after kill -9, and stop in time.
# Wants root, Linux, systemd and the package ('mvn package'). Takes a minute or two.
set -euo pipefail
cd "$(dirname "$0")/../../.."
here=$PWD
port=${1:-18380}

if [ "${2:-}" != inside ]; then
    group=/sys/fs/cgroup/alert-relay-unit-test
    if [ -d /sys/fs/cgroup/unified ]; then group=/sys/fs/cgroup/unified/alert-relay-unit-test; fi
    mkdir -p "$group"
    room=$(mktemp -d)
    (
        echo "$BASHPID" >"$group/cgroup.procs"
        exec unshare --mount --propagation private --pid --fork --uts --ipc --cgroup --kill-child "$0" "$port" inside "$room"
    ) 2>"$room.log" &
    own=$!
    trap 'kill -9 "$first" 2>/dev/null || true; wait; find "$group" -depth -type d -exec rmdir {} +; rmdir "$room"; rm "$room.log"' EXIT
    first=
    for _ in $(seq 120); do
        first=$(pgrep -P "$own" || true)
        [ -n "$first" ] && nsenter -t "$first" -a -r -w systemctl is-active -q test.target 2>/dev/null && break
        sleep 0.5
    done
    [ -n "$first" ] || { echo "unit: its systemd did not start"; tail "$room.log"; exit 1; }
    nsenter -t "$first" -a -r -w bash /root/try.sh "$port"
    exit
fi

# Its root: this machine's, with what is written kept in memory, and no devices but the harmless ones.
room=$3
mount -t tmpfs -o size=1500m tmpfs "$room"
mkdir "$room/up" "$room/work" "$room/root"
root=$room/root
mount -t overlay overlay -o "lowerdir=/,upperdir=$room/up,workdir=$room/work" "$root"
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
for folder in dev run tmp; do mount -t tmpfs -o mode=755 tmpfs "$root/$folder"; done
chmod 1777 "$root/tmp"
for device in null:3 zero:5 full:7 random:8 urandom:9; do mknod -m 666 "$root/dev/${device%:*}" c 1 "${device#*:}"; done
mknod -m 666 "$root/dev/tty" c 5 0
ln -s /proc/self/fd "$root/dev/fd"
mkdir "$root/dev/shm" "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"

rm -rf "$root"/etc/systemd/system/*.wants
for unit in systemd-udevd systemd-udev-trigger systemd-logind systemd-networkd systemd-resolved dbus systemd-sysctl; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit.service"
done
printf '[Unit]\nRequires=basic.target\nAfter=basic.target\nAllowIsolate=yes\n' >"$root/etc/systemd/system/test.target"
cp "$here/deploy/systemd/alert-relay.service" "$root/etc/systemd/system/"
tar xzf "$here"/target/alert-relay-*.tar.gz -C "$root/opt"
ln -sfn "/opt/$(basename "$(ls -d "$root"/opt/alert-relay-*)")" "$root/opt/alert-relay"
chroot "$root" useradd --system --home-dir /var/lib/alert-relay --shell /usr/sbin/nologin alert-relay
chroot "$root" install -d -o root -g alert-relay -m 0750 /etc/alert-relay
cat >"$root/etc/alert-relay/relay.yaml" <<Y
kafka: { brokers: embedded, data: /var/lib/alert-relay/data, port: $((port + 3)) }
server: { port: $port }
management: { port: $((port + 1)) }
sandbox: { port: $((port + 2)) }
integrations: [{ name: arms, key: "\${ARMS_KEY}", channel: payments }]
channels: [{ name: payments, push_url: "http://127.0.0.1:$((port + 2))/event/push/alert/standard?integration_key=\${PUSH_KEY}" }]
Y
printf 'ARMS_KEY=some-key\nPUSH_KEY=another-key\n' >"$root/etc/alert-relay/environment"
chroot "$root" sh -c 'chgrp alert-relay /etc/alert-relay/*; chmod 0640 /etc/alert-relay/*'

cat >"$root/root/try.sh" <<'T'
set -euo pipefail
port=$1
say() { echo "unit: $*"; }
# A list of commands would not end the script: each is asked for by itself.
must() {
    "$@" && return
    say "not so: $*"
    journalctl -u alert-relay --no-pager | tail -30
    exit 1
}
until_so() {
    for _ in $(seq 120); do "$@" && return; sleep 1; done
    return 1
}
ready() { curl -sf "http://127.0.0.1:$((port + 1))/health/ready" >/dev/null; }
found() { curl -s "http://127.0.0.1:$((port + 1))/api/v1/alerts?outcome=delivered&text=$1" | grep -q '"what":"alert"'; }
property() { [ "$(systemctl show alert-relay -p "$1" --value)" = "$2" ]; }
must systemctl enable --now alert-relay
must until_so ready
pid=$(systemctl show alert-relay -p MainPID --value)
for line in 'NoNewPrivs:.*1' 'Seccomp:.*2' 'CapEff:.*0000000000000000'; do must grep -q "$line" "/proc/$pid/status"; done
must [ "$(stat -c %U "/proc/$pid")" = alert-relay ]
say "runs as alert-relay, without privileges, filtered"
must curl -sf -o /dev/null "http://127.0.0.1:$port/event/push/alert/aliyun-arms?integration_key=some-key" \
    -d '{"alerts":[{"status":"firing","labels":{"alertname":"needle","severity":"critical"}}]}'
must until_so found needle
say "took and delivered an alert"
must systemctl reload alert-relay
say "reload was taken"
kill -9 "$pid"
must until_so property NRestarts 1
must until_so ready
must found needle
say "came again after kill -9, with what it knew"
begun=$(date +%s)
must systemctl stop alert-relay
must property Result success
say "stopped after $(($(date +%s) - begun)) s"
T
exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb chroot "$root" /lib/systemd/systemd --system \
    --unit=test.target --log-target=console --log-level=warning --show-status=0 </dev/null
