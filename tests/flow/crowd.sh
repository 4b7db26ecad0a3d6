#!/bin/sh
# SPDX-License-Identifier: ISC
# Fifty senders at once with an expired token: one refresh, fifty mails; also
# where an old refresh token revokes the sign-in.
. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/live.sh"

tenant_start
home=$TMP/home
live_account "$home"
crowd=50

# The tenant's answer to the refresh is held until all processes are there, so
# that none of them finds a fresh token only because it came late.
send_all() {
	mkfifo "$TMP/go"
	pids=
	n=0
	while [ $n -lt $crowd ]; do
		n=$((n + 1))
		( read -r _ <"$TMP/go"
		  exec "$pf_program" --home "$home" send --sync -s "$1 $n" \
			ops@contoso.example <"$TMP/body" ) >"$TMP/$n.out" \
			2>"$TMP/$n.err" &
		pids="$pids $!"
	done
	exec 9>"$TMP/go"
	yes | head -n $crowd >&9
	exec 9>&-
	good=0
	for pid in $pids; do
		wait "$pid" && good=$((good + 1))
	done
	rm "$TMP/go"
}

echo 'one of many' >"$TMP/body"
for strict in 0 1; do
	# A token so short that it counts as expired the moment it is stored.
	tenant_switch refresh.strict=$strict token.lifetime=60
	tenant_control /revoke access=1 >/dev/null
	pf "$home" send -s before ops@contoso.example
	is "$status" 0 "strict $strict: a mail goes out before"
	tenant_switch token.lifetime=3600
	before=$(tenant_count token.refresh)
	mails=$(ls "$tenant_mail_dir"/*.eml | wc -l)
	send_all "strict$strict"
	is "$good" $crowd "strict $strict: every process ended with 0"
	is "$(($(ls "$tenant_mail_dir"/*.eml | wc -l) - mails))" $crowd \
		"strict $strict: that many mails arrived"
	is "$(($(tenant_count token.refresh) - before))" 1 \
		"strict $strict: one request refreshed for all"
done
done_testing
