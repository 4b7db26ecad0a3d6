#!/bin/sh
# SPDX-License-Identifier: ISC
# Killed at any moment of a refresh, the real program leaves a vault that can be
# read and a refresh token that works; where a server gives each token once, old
# or new whole, else a 77 that says so.
. "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}/tests/lib/tap.sh"
root_here
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/live.sh"

command -v strace >/dev/null 2>&1 || skip_all 'strace is missing'
strace -o /dev/null true 2>/dev/null || skip_all 'nothing may be traced here'
# The leak sanitizer and a tracer exclude each other.
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
export ASAN_OPTIONS
tenant_start
home=$TMP/home
live_account "$home"
keep=$TMP/keep

# The calls that a refresh makes, in order, from the lock on: killing the
# program as each is entered is killing it at every moment that matters to a
# file or to the server.
live_age "$home"
cp -a "$home" "$keep"
strace -f -e trace='!clock_gettime,rt_sigprocmask' -o "$TMP/calls" \
	"$pf_program" --home "$home" send -s traced ops@contoso.example \
	>"$TMP/.out" 2>&1 </dev/null
is "$?" 0 'a mail goes out under the tracer'
awk '{ sub(/^[0-9]+ +/, ""); call = $0; sub(/\(.*/, "", call)
	if (call !~ /^[a-z_0-9]+$/) next
	count[call]++
	if (/default\.lock"/) on = 1
	if (on) print call, count[call]
	if (on && /default\.state"/ && call ~ /^rename/) exit }' "$TMP/calls" |
	grep -v -e '^mmap ' -e '^munmap ' -e '^mprotect ' -e '^brk ' -e '^poll ' \
		-e '^exit' >"$TMP/points"
total=$(wc -l <"$TMP/points")
[ "$total" -ge 60 ]
is $? 0 'a refresh has moments enough to die in'
note "$total calls from the lock to the state"

# The vault of $1 against what the tenant has given out: is what it holds whole?
holds_a_token() {
	check_run "$top_builddir/tests/lib/oauth_drive" "$1" show
	[ "$status" -eq 0 ] || return 1
	held=$(printf '%s\n' "$out" | sed -n 's/^refresh_token=//p')
	[ -n "$held" ] &&
		tenant_control /tickets | grep -xF "refresh $held" >/dev/null
}

# die CALL NUMBER: a send that is killed as it enters that call.
die() {
	rm -rf "$home"
	cp -a "$keep" "$home"
	strace -f -qq -o /dev/null -e trace="$1" \
		-e inject="$1":signal=KILL:when="$2" \
		"$pf_program" --home "$home" send -s killed \
		ops@contoso.example >/dev/null 2>&1 </dev/null
	[ $? -eq 137 ] && killed=$((killed + 1))
}

# sweep STEP: dies at every STEPth of the points; what came of it is counted.
sweep() {
	killed=0 torn=0 left=0 works=0 honest=0 other=0
	awk -v step="$1" 'NR % step == 1 || step == 1' "$TMP/points" \
		>"$TMP/chosen"
	while read -r call number; do
		[ -z "$strict" ] || renew
		die "$call" "$number" 2>/dev/null
		if ! holds_a_token "$home"; then
			torn=$((torn + 1))
			note "$call $number: $err"
		fi
		pf "$home" send -s after ops@contoso.example
		left=$((left + $(find "$home/state" -name '*.vault.*' | wc -l)))
		case $status in
		0) works=$((works + 1)) ;;
		77)
			honest=$((honest + 1))
			[ -n "$err" ] || other=$((other + 1)) ;;
		*)
			other=$((other + 1))
			note "$call $number: $status $err" ;;
		esac
	done <"$TMP/chosen"
	chosen=$(wc -l <"$TMP/chosen")
}

# With strict rotation a token that died takes the sign-in with it: each death
# is that of a sign-in of its own.
renew() {
	rm -rf "$home"
	live_account "$home"
	live_age "$home"
	rm -rf "$keep"
	cp -a "$home" "$keep"
}

strict=
sweep $(((total + 59) / 60))
# The number of calls varies a little from run to run, so that the last points
# may lie behind the end.
almost=$((chosen * 9 / 10))
is "$((killed >= almost))" 1 "it was killed at $killed of $chosen points"
is "$torn" 0 'the vault was whole each time, with a token the server gave'
is "$left" 0 'and nothing lay beside it after the next refresh'
is "$works" "$chosen" 'and each time the next mail went out'

strict=1
tenant_switch refresh.strict=1
sweep $(((total + 24) / 25))
almost=$((chosen * 9 / 10))
is "$((killed >= almost))" 1 "strict: it was killed at $killed of $chosen points"
is "$torn" 0 'strict: the vault was whole each time'
is "$other" 0 "strict: it works ($works) or says honestly that it does not ($honest)"
[ "$works" -gt "$honest" ] && [ "$works" -ge 10 ]
is $? 0 'strict: most deaths lose nothing'
done_testing
