#!/bin/sh
# SPDX-License-Identifier: ISC
# A server that stalls: each stage has its own words and ends by itself within
# its time, and ends at once when it is told to.
. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/faketime.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/live.sh"

tenant_start
home=$TMP/home
live_account "$home"
old=$TMP/old
cp -a "$home" "$old"
live_age "$old"

# The program's own clock runs faster, so that its minute is a second of ours.
# Not under a sanitizer, which wants to be loaded first.
fast=
if command -v faketime >/dev/null 2>&1 &&
    ! grep -q __asan_init "$pf_program"; then
	fast=yes
else
	note 'without faketime: that each stage ends in time is not tried'
fi

# From a copy of the home, with the stall switched on.
begin() {
	rm -rf "$TMP/copy"
	cp -a "$from" "$TMP/copy"
	mails=$(live_mail_count)
	tenant_switch "$switch"
}

ends_by_itself() {
	begin
	faketime_sweep
	check_run faketime -f "+0 x${speed:-60}" "$pf_program" \
		--home "$TMP/copy" send -s "$name" ops@contoso.example
	is "$status" 75 "$name: ends by itself with 75"
	like "$err" "$what" "$name: says what it waited for"
	like "$err" 'Later: ' "$name: and what to do"
	is "$(live_mail_count)" "$mails" "$name: nothing was delivered"
	printf '%s\n' "$err" | head -n 1 >>"$TMP/messages"
	tenant_switch "${switch%%=*}="
}

ends_when_told() {
	begin
	count=$(tenant_count "$event")
	"$pf_program" --home "$TMP/copy" send -s "$name" ops@contoso.example \
		>"$TMP/stall.out" 2>&1 </dev/null &
	pid=$!
	tenant_wait "$event" $((count + 1))
	kill -TERM $pid
	wait $pid
	is $? 143 "$name: ends when it is told to"
	is "$(find "$TMP/copy/state" -name '*.tmp')" '' \
		"$name: and leaves nothing behind"
	tenant_switch "${switch%%=*}="
	pf "$TMP/copy" send -s "after $name" ops@contoso.example
	is "$status" 0 "$name: then the next mail goes out"
	is "$(live_mail_count)" $((mails + 1)) "$name: and only that"
}

# stall NAME SWITCH WHAT
stall() {
	name=$1 switch=$2 what=$3
	[ -z "$fast" ] || ends_by_itself
	ends_when_told
}

from=$old
event=token.refresh:fault-never
stall 'the token' token.fault=1:never 'did not answer in time'
from=$home
event=smtp.fault:silent
stall 'the greeting' 'smtp.silent=1*greeting' 'does not greet'
stall 'EHLO' 'smtp.silent=1*ehlo' 'does not answer EHLO'
stall 'STARTTLS' 'smtp.silent=1*starttls' 'does not answer STARTTLS'
stall 'TLS' 'smtp.silent=1*tls' 'does not finish the TLS handshake'
stall 'the login' 'smtp.silent=1*auth' 'does not answer the login'
stall 'the envelope' 'smtp.silent=1*mail' 'while the envelope was checked'
speed=120
stall 'the message' 'smtp.silent=1*dot' 'while it confirmed the message'
if [ -n "$fast" ]; then
	is "$(sort "$TMP/messages" | uniq -d)" '' 'each has its own words'
fi
done_testing
