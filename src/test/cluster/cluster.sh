#!/usr/bin/env bash
# Three Kafka brokers (KRaft), the sandbox Flashduty and two relays, each a process of its own on loopback, from the
# Maven artifacts alone: the topology of docker-compose.yml where there is no Docker.
#
#   cluster.sh up DIR [BASE_PORT]   start everything, data and logs in DIR (BASE_PORT 21000 by default)
#   cluster.sh start DIR NAME       start one of it again that has ended
#   cluster.sh down DIR             stop everything
#
# RELAY_CONFIG names another configuration of the relays than relay.yaml; it is read at 'up'.
#
# Brokers listen on BASE+1..3, the sandbox on BASE+20, the relays on BASE+31 and BASE+32, their management on BASE+41
# and BASE+42. DIR/NAME.pid has the process of each: broker1..3, sandbox, relay1, relay2; 'start DIR relay3' adds a
# third relay, on BASE+33 and BASE+43. CLUSTER_JAVA_OPTS has options for their JVMs, CLUSTER_BROKER_SESSION the
# milliseconds after which a broker that is not heard of counts as gone (2000).
#
# With CLUSTER_CABLES set, relay2 reaches the brokers at BASE+7..9: somebody has to carry that to BASE+4..6, where they
# listen too, and may stop to.
set -euo pipefail

home=$(cd "$(dirname "$0")/../../.." && pwd)
here="$home/src/test/cluster"
# shellcheck disable=SC2206 # CLUSTER_JAVA_OPTS is a list of options
java=("${JAVA_HOME:+$JAVA_HOME/bin/}java" ${CLUSTER_JAVA_OPTS:-})
# The relay's jar names Kafka's, and the archive has their classes, too.
packed=(-XX:SharedArchiveFile="$home/target/alert-relay.jsa" -Xlog:cds=off -Xlog:cds+dynamic=off -cp "$home/target/alert-relay.jar")

usage() { sed -n '5,7s/^# *//p' "$0" >&2; exit 2; }

run() { # NAME COMMAND...
    local name=$1
    shift
    "$@" >>"$dir/$name.log" 2>&1 &
    echo $! >"$dir/$name.pid"
}

broker_config() { # ID
    local voters="1@127.0.0.1:$((base + 11)),2@127.0.0.1:$((base + 12)),3@127.0.0.1:$((base + 13))"
    cat <<PROPERTIES
node.id=$1
process.roles=broker,controller
listeners=BROKER://127.0.0.1:$((base + $1)),CABLE://127.0.0.1:$((base + 3 + $1)),CONTROLLER://127.0.0.1:$((base + 10 + $1))
advertised.listeners=BROKER://127.0.0.1:$((base + $1)),CABLE://127.0.0.1:$((base + 6 + $1))
listener.security.protocol.map=BROKER:PLAINTEXT,CABLE:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=BROKER
controller.listener.names=CONTROLLER
controller.quorum.voters=$voters
log.dirs=$dir/broker$1
auto.create.topics.enable=false
default.replication.factor=3
min.insync.replicas=2
offsets.topic.replication.factor=3
offsets.topic.num.partitions=6
broker.session.timeout.ms=${CLUSTER_BROKER_SESSION:-2000}
broker.heartbeat.interval.ms=500
controller.quorum.fetch.timeout.ms=1000
controller.quorum.election.timeout.ms=500
# On a machine that has a lot to do the brokers find each other late.
initial.broker.registration.timeout.ms=240000
group.min.session.timeout.ms=4000
group.initial.rebalance.delay.ms=0
message.max.bytes=41943040
replica.fetch.max.bytes=41943040
PROPERTIES
}

start() { # NAME
    local n=${1: -1}
    case $1 in
        broker[123])
            # Without a configuration Logback tells everything: a megabyte a second.
            run "$1" "${java[@]}" -Xmx512m -Dlogback.configurationFile="$here/broker-logback.xml" \
                "${packed[@]}" kafka.Kafka "$dir/$1.properties" ;;
        sandbox)
            run sandbox "${java[@]}" -Xmx256m "${packed[@]}" io.alertrelay.Main sandbox --port "$SANDBOX_PORT" ;;
        relay[123])
            local brokers=$CLUSTER_BROKERS
            [ "$1" != relay2 ] || [ ! -f "$dir/cables" ] ||
                brokers="127.0.0.1:$((base + 7)),127.0.0.1:$((base + 8)),127.0.0.1:$((base + 9))"
            export RELAY_PORT=$((base + 30 + n)) RELAY_MANAGEMENT_PORT=$((base + 40 + n))
            CLUSTER_BROKERS=$brokers run "$1" "${java[@]}" -Xmx512m \
                "${packed[@]}" io.alertrelay.Main serve --config "$dir/relay.yaml" ;;
        *) usage ;;
    esac
}

up() {
    local cluster_id=MkU3OEVBNTcwNTJENDM2Qg
    echo "$base" >"$dir/base"
    [ -z "${CLUSTER_CABLES:-}" ] || touch "$dir/cables"
    cp "${RELAY_CONFIG:-$here/relay.yaml}" "$dir/relay.yaml"
    for id in 1 2 3; do
        broker_config "$id" >"$dir/broker$id.properties"
        [ -f "$dir/broker$id/meta.properties" ] ||
            "${java[@]}" -Dlogback.configurationFile="$here/broker-logback.xml" "${packed[@]}" \
                kafka.tools.StorageTool format -t $cluster_id -c "$dir/broker$id.properties" >"$dir/format$id.log" 2>&1
        start "broker$id"
    done
    for name in sandbox relay1 relay2; do
        start "$name"
    done
    for n in 1 2; do
        await_ready "relay$n" $((base + 40 + n))
    done
    echo "cluster is up: relays at http://127.0.0.1:$((base + 31)) and :$((base + 32)), logs in $dir"
}

await_ready() { # NAME MANAGEMENT_PORT
    for _ in $(seq 1 240); do
        if curl -fs "http://127.0.0.1:$2/health/ready" >/dev/null 2>&1; then
            return
        fi
        if ! kill -0 "$(cat "$dir/$1.pid")" 2>/dev/null; then
            break
        fi
        sleep 0.5
    done
    echo "cluster.sh: $1 did not become ready; the end of $dir/$1.log:" >&2
    tail -n 20 "$dir/$1.log" >&2
    down
    exit 1
}

down() {
    for name in relay1 relay2 relay3 sandbox broker1 broker2 broker3; do
        if [ -f "$dir/$name.pid" ]; then
            kill "$(cat "$dir/$name.pid")" 2>/dev/null || true
        fi
    done
    for name in relay1 relay2 relay3 sandbox broker1 broker2 broker3; do
        if [ -f "$dir/$name.pid" ]; then
            local pid
            pid=$(cat "$dir/$name.pid")
            for _ in $(seq 1 40); do
                kill -0 "$pid" 2>/dev/null || break
                sleep 0.25
            done
            kill -9 "$pid" 2>/dev/null || true
            rm -f "$dir/$name.pid"
        fi
    done
}

[ $# -ge 2 ] || usage
mkdir -p "$2"
dir=$(cd "$2" && pwd)
base=21000
if [ "$1" = up ]; then
    base=${3:-$base}
elif [ -f "$dir/base" ]; then
    base=$(cat "$dir/base")
fi
export CLUSTER_BROKERS="127.0.0.1:$((base + 1)),127.0.0.1:$((base + 2)),127.0.0.1:$((base + 3))"
export SANDBOX_PORT=$((base + 20))
case $1 in
    up) up ;;
    start) start "${3:-}" ;;
    down) down ;;
    *) usage ;;
esac
