#!/bin/bash
# A real S3 server for tests: one Ceph object gateway (mon + osd in memory + radosgw) on the loopback interface.
#
#   test/start-s3.sh start DIR     prints lines `S3_ENDPOINT_TEST=…`, `S3_ACCESS_KEY_TEST=…`, `S3_SECRET_KEY_TEST=…` when ready
#   test/start-s3.sh stop DIR      stops exactly the processes that `start DIR` started, and removes what they left
#
# Needs: apt-get install --no-install-recommends ceph-mon ceph-osd radosgw ceph-common curl
# S3_PORT (default 9000) and the port above it by ten must be free and below 32768: higher ones Linux hands to outgoing
# connections. NOTHING IS KEPT: objects live in memory (S3_MEMORY_BYTES, default 2 GiB) and are gone after `stop`.
set -euo pipefail

usage() { echo "usage: $0 start|stop DIR" >&2; exit 2; }
[ $# = 2 ] || usage
action=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
port=${S3_PORT:-9000}
monitor_port=$((port + 10))
access_key=sohoa-test
secret_key=sohoa-test-secret
conf=$dir/ceph.conf
log=$dir/log/start.log

# Process ids that we recorded and that still run with our configuration: an id may have been given to a stranger since.
our_pids() {
  local file pid
  for file in "$dir"/run/*.pid; do
    [ -f "$file" ] || continue
    pid=$(cat "$file")
    if grep -qa -- "$conf" "/proc/$pid/cmdline" 2>/dev/null; then echo "$pid"; fi
  done
}

stop() {
  local pid
  for pid in $(our_pids); do kill "$pid" 2>/dev/null || true; done
  for _ in $(seq 50); do
    [ -n "$(our_pids)" ] || break
    sleep 0.1
  done
  for pid in $(our_pids); do kill -9 "$pid" 2>/dev/null || true; done
  rm -rf "$dir/run" "$dir/mon" "$dir/osd" "$dir/rgw" "$dir/keyring" "$dir/monmap"
}

fail() {
  echo "start-s3: $1 (see $dir/log)" >&2
  [ -f "$log" ] && tail -n 5 "$log" >&2
  stop
  exit 1
}

write_conf() {
  cat > "$conf" <<CONF
[global]
fsid = $fsid
mon host = v2:127.0.0.1:$monitor_port
mon initial members = a
keyring = $dir/keyring
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr1 = false
# one copy on one disk
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 2000
mon warn on insecure global id reclaim = false
mon warn on insecure global id reclaim allowed = false
mon data avail warn = 2
mon data avail crit = 1
osd objectstore = memstore
memstore device bytes = ${S3_MEMORY_BYTES:-2147483648}
run dir = $dir/run
admin socket = $dir/run/\$cluster-\$name.asok
pid file = $dir/run/\$name.pid
log file = $dir/log/\$name.log
mon data = $dir/mon
osd data = $dir/osd
rgw data = $dir/rgw
rgw frontends = beast endpoint=127.0.0.1:$port
rgw thread pool size = 32
rgw dns name = 127.0.0.1
CONF
}

start_daemons() {
  local name
  ceph-authtool --create-keyring "$dir/keyring" --gen-key -n mon. --cap mon 'allow *'
  for name in client.admin osd.0 client.rgw; do
    ceph-authtool "$dir/keyring" --gen-key -n "$name" --cap mon 'allow *' --cap osd 'allow *'
  done
  monmaptool --create --fsid "$fsid" --addv a "[v2:127.0.0.1:$monitor_port]" "$dir/monmap"
  ceph-mon -c "$conf" -i a --mkfs --monmap "$dir/monmap" --keyring "$dir/keyring"
  ceph-mon -c "$conf" -i a
  for _ in $(seq 60); do
    timeout 5 ceph -c "$conf" osd stat && break
    sleep 0.2
  done
  timeout 30 ceph -c "$conf" osd new "$osd_id"
  ceph-osd -c "$conf" -i 0 --mkfs --osd-uuid "$osd_id"
  timeout 30 ceph -c "$conf" osd crush add osd.0 1 host=h root=default
  ceph-osd -c "$conf" -i 0
  radosgw -c "$conf" -n client.rgw
}

case $action in
stop)
  stop
  exit 0
  ;;
start) ;;
*) usage ;;
esac

for tool in ceph-mon ceph-osd radosgw radosgw-admin ceph curl; do
  command -v "$tool" > /dev/null || { echo "start-s3: missing $tool" >&2; exit 3; }
done
stop
for each in "$port" "$monitor_port"; do
  if (exec 3<> "/dev/tcp/127.0.0.1/$each") 2>/dev/null; then echo "start-s3: port $each is taken (set S3_PORT)" >&2; exit 4; fi
done
mkdir -p "$dir"/{mon,osd,rgw,run,log}
fsid=$(cat /proc/sys/kernel/random/uuid)
osd_id=$(cat /proc/sys/kernel/random/uuid)
write_conf
# The daemons must not inherit our standard output: a caller who captures it would wait for them for ever.
start_daemons > "$log" 2>&1 < /dev/null || fail "a daemon did not start"

missing=0
for _ in $(seq 300); do
  # A daemon writes its process id a moment after the command that started it has ended.
  if [ "$(our_pids | wc -l)" = 3 ]; then missing=0; else missing=$((missing + 1)); fi
  [ "$missing" -lt 25 ] || fail "a daemon died"
  if curl -fs -o /dev/null "http://127.0.0.1:$port/"; then
    timeout 60 radosgw-admin -c "$conf" -n client.rgw user create --uid test --display-name test \
      --access-key "$access_key" --secret-key "$secret_key" >> "$log" 2>&1 || fail "no user could be made"
    echo "S3_ENDPOINT_TEST=http://127.0.0.1:$port"
    echo "S3_ACCESS_KEY_TEST=$access_key"
    echo "S3_SECRET_KEY_TEST=$secret_key"
    exit 0
  fi
  sleep 0.2
done
fail "no answer within a minute"
