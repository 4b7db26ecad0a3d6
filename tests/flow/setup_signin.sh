#!/bin/sh
# SPDX-License-Identifier: ISC
# Signing in again on a terminal: by the listener, by paste, by a code.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/answers.sh"

typist=$top_builddir/tests/lib/typist
TERM=dumb
export TERM

# typed VERB... <SCRIPT
typed() {
	status=0
	"$typist" "$TMP/seen" "$pf_program" --home "$pf_home" "$@" \
	    2>"$TMP/err" || status=$?
	[ "$status" -eq "${wanted:-0}" ] ||
		note "$(cat "$TMP/err")" "$(cat "$TMP/seen")"
}

tenant_start
answers_write "$TMP/answers"
pf setup --answers "$TMP/answers"
answers_signin alerts
pf_with "$TMP/landed" signin --finish
is "$status" 0 'there is an account'

cat >"$TMP/browse" <<END
"$browse_program" --ca "$tenant_ca_file" --as "\$1@contoso.example" \
    --password-file "$tenant_dir/\$1.password" "\$2" \
    "\$(cat "$TMP/out")" >"$TMP/landed"
END
cat >"$TMP/script" <<END
wait What the browser ended on
line https:// $TMP/out
run sh $TMP/browse alerts --follow
wait The browser came back.
wait Mail can go out again.
END
typed signin <"$TMP/script"
is "$status" 0 'the listener takes what the browser brings'

cat >"$TMP/script" <<END
wait What the browser ended on
type nonsense
wait Error:
wait What the browser ended on
line https:// $TMP/out
run sh $TMP/browse ops --print-address
file $TMP/landed
wait ops@contoso.example
wait Number (Enter = 1,
type 
wait What the browser ended on
run sh $TMP/browse alerts --print-address
file $TMP/landed
wait Signed in as alerts@contoso.example.
wait Mail can go out again.
END
typed signin --new <"$TMP/script"
is "$status" 0 'wrong answers are explained, a wrong account is asked about'
cp "$TMP/out" "$TMP/one"
pf signin
is "$(cmp -s "$TMP/one" "$TMP/out"; echo $?)" 1 \
    'an address that was used is not shown again'

# Killed while it asks whether this is the right account; the last writer of the
# fifo is the process that redeemed the code and waits for the answer.
mkfifo "$TMP/alive"
timeout 60 cat "$TMP/alive" >/dev/null &
reader=$!
cat >"$TMP/script" <<END
wait What the browser ended on
line https:// $TMP/out
run sh $TMP/browse ops --print-address
run cp $pf_home/state/default.vault $TMP/before
file $TMP/landed
wait ops@contoso.example
wait Number (Enter = 1,
kill 9
gone
END
wanted=137
typed signin --new <"$TMP/script" 9>"$TMP/alive"
wanted=0
is "$status" 137 'it is killed while a question stands'
wait "$reader"
is "$?" 0 'the process that asked ends with it'
cmp "$pf_home/state/default.vault" "$TMP/before"
is "$?" 0 'and nothing of that sign-in is stored'

pf account set registration.client_id "$tenant_public_client_id"
is "$status" 0 'an application that takes codes'
cat >"$TMP/type" <<END
"$browse_program" --ca "$tenant_ca_file" --as alerts@contoso.example \
    --password-file "$tenant_dir/alerts.password" \
    --user-code "\$(sed -n '/^[A-Z0-9]\{9\}\r*\$/p' "$TMP/seen" |
	tr -d '\r' | tail -n 1)" "\$(cat "$TMP/out")" >"$TMP/landed"
END
cat >"$TMP/script" <<END
wait The code to type there:
wait Waiting for it
line https:// $TMP/out
run sh $TMP/type
wait Signed in as alerts@contoso.example.
wait Mail can go out again.
END
typed signin --device <"$TMP/script"
is "$status" 0 'a code typed on another device signs in'
tenant_clock +7200
pf send --sync -s later ops@contoso.example </dev/null
is "$status" 0 'and is refreshed without the secret later'
[ "$status" -eq 0 ] || note "$(cat "$TMP/err")"
done_testing
