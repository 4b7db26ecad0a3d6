#!/bin/sh
# SPDX-License-Identifier: ISC
# Refreshing: rotation, one request for fifty processes, and a death at any
# moment, compared with what the tenant has issued.

. "$top_srcdir/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/oauth.sh"

tenant_start
account_make a
sign_in
[ "$status" -eq 0 ] || bail_out "$err"

drive show
old=$(value refresh_token)
drive token
first=$(value access)
drive token
is "$(value access)" "$first" 'a fresh token is used again'
is "$(tenant_count token.refresh)" 0 'without a request'
drive token refused
isnt "$(value access)" "$first" 'a refused one is replaced'
printf '%s' "$first" >"$TMP/first"
drive token refused "$TMP/first"
is "$status" 0 'a refused one that is not the stored one'
is "$(tenant_count token.refresh)" 1 'asks nothing: somebody has refreshed'
drive show
isnt "$(value refresh_token)" "$old" 'the refresh token has rotated'
is "$(value previous_refresh_token)" "$old" 'the one before it is kept'

tenant_switch refresh.strict=1
for round in 1 2 3; do
	drive age
	drive token
	is "$status" 0 "strict rotation, round $round"
done

# Fifty at once. The tenant holds its answer until a second request comes, and
# that one (of another kind) is made when all fifty are on their way.
mkfifo "$TMP/storm"
account_make b
home=$TMP/a
storm() {
	before=$(tenant_count token.refresh)
	tenant_switch token.fault=1-2:hold/2
	"$top_builddir/tests/lib/oauth_drive" "$home" storm 50 "$@" \
	    >"$TMP/storm" 2>"$TMP/storm.err" &
	{
		read -r ready
		"$top_builddir/tests/lib/oauth_drive" "$TMP/b" probe \
		    >"$TMP/probe"
		cat >"$TMP/storm.out"
	} <"$TMP/storm"
	wait $!
	out=$(cat "$TMP/storm.out")
	tenant_switch token.fault=
	is "$ready" 'all 50' "$what: all have started"
	is "$(printf '%s\n' "$out" | grep -c ' got ')" 50 "$what: all get one"
	is "$(printf '%s\n' "$out" | sed 's/.* //' | sort -u | wc -l)" 1 \
	    "$what: the same one"
	is "$(printf '%s\n' "$out" | cut -d ' ' -f 1 | sort -u | wc -l)" 50 \
	    "$what: fifty processes"
	is $(($(tenant_count token.refresh) - before)) 1 \
	    "$what: for one request"
}
what='an expired token'
drive age
storm
what='a refused token'
storm refused

# The reply never arrives, with a server that has rotated already.
tenant_switch refresh.strict=1
drive age
tenant_switch token.fault=1:lost
drive token
is "$status" 75 'a lost answer is for later'
tenant_switch token.fault=
drive age
drive token
case $status in
0 | 77) pass 'then it works, or it says honestly that it does not' ;;
*) fail "then it ends with $status: $err" ;;
esac
tenant_switch refresh.strict=0
sign_in
is "$status" 0 'signing in again cures it'
drive age
tenant_switch token.fault=1:lost
drive token
tenant_switch token.fault=
drive age
drive token
is "$status" 0 'a server that keeps old tokens forgives a lost answer'

# Killed at every few system calls of a refresh. The vault must hold a token
# that works on a server that keeps old ones, whole, wherever it died.
drive age
drive kill -1
stops=$(value ended)
is "$(value status)" 0 "a refresh has $stops stops"
step=$((stops / ${POINTS:-40} + 1))
broken=0 killed=0 at=1
while [ "$at" -lt "$stops" ]; do
	drive age
	drive kill "$at"
	[ -n "$(value killed)" ] && killed=$((killed + 1))
	drive show
	if [ "$status" -ne 0 ] || [ -z "$(value refresh_token)" ]; then
		note "stop $at: $err"
		broken=$((broken + 1))
	fi
	at=$((at + step))
done
[ "$killed" -ge 20 ]
is $? 0 "killed at $killed points"
is "$broken" 0 'the vault can be read after each'
drive age
drive token
is "$status" 0 'and the token in it works'

# With strict rotation the answer is the old token whole, the new one whole, or
# (the answer died with the process) a 77 that says so.
tenant_switch refresh.strict=1
at=$((stops - stops / 8)) honest=0 other=0
while [ "$at" -lt "$stops" ]; do
	sign_in
	drive age
	drive kill "$at"
	drive age
	drive token insist
	case $status in
	0 | 77) honest=$((honest + 1)) ;;
	*) other=$((other + 1)); note "stop $at: $status $err" ;;
	esac
	at=$((at + step))
done
is "$other" 0 "strict: works or says so, $honest times"
sign_in
drive age
drive kill $((stops - 1))
drive age
drive token
is "$status" 0 'strict: once it is written, it is written'
done_testing
