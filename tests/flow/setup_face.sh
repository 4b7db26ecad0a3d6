#!/bin/sh
# SPDX-License-Identifier: ISC
# Which face "postfrank setup" shows, and what it says when that is not the full
# screen; what is left on the normal screen afterwards.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"

typist=$top_builddir/tests/lib/typist
pf_program=$top_builddir/postfrank
pf_full=$top_builddir/postfrank-setup
escape=$(printf '\033')
unset ACCESSIBLE NO_COLOR
LC_ALL=C
export LC_ALL

# typed COMMAND...: plays $TMP/script; $status, and the transcript in $seen.
typed() {
	status=0
	"$typist" "$TMP/seen" "$@" <"$TMP/script" 2>"$TMP/err" || status=$?
	seen=$(cat "$TMP/seen")
	[ "$status" -ne 99 ] || note "$(cat "$TMP/err")" "$seen"
}
first_line() { printf '%s\n' "$seen" | sed -n '1s/.$//p'; }
has_escape() {
	case $1 in
	*"$escape"*) echo yes ;;
	*) echo no ;;
	esac
}

# --- the full screen
home=$TMP/home
mkdir "$home"
printf '%s\n' 'wait Welcome' 'keys \x03' 'wait Leave?' 'keys \x03' \
    >"$TMP/script"
TERM=xterm typed "$pf_program" --home "$home" setup
is "$status" 75 'on a terminal it is the full screen, which ^C twice leaves'
is "$(has_escape "$seen")" yes 'it is drawn'
after=${seen##*"$escape"}
like "$after" "Go on with:" 'the normal screen says that one can go on'
like "$after" "postfrank --home $home setup" 'and by which command'

printf '%s\n' 'wait You were at' 'keys \x0d' 'wait Welcome' 'kill 1' 'gone' \
    >"$TMP/script"
TERM=xterm typed "$pf_program" --home "$home" setup
is "$status" 129 'told to hang up, it ends with 129'
printf '%s\n' 'wait You were at' 'keys \x1b' 'wait Leave?' 'keys \x0d' \
    >"$TMP/script"
TERM=xterm typed "$pf_full" --home="$home"
is "$status" 75 'its own program takes the same options, and the draft is there'

# --- the plain one
printf '%s\n' 'wait You were at' 'type q' >"$TMP/script"
TERM=dumb typed "$pf_program" --home "$home" setup
is "$status" 75 'req_25: TERM=dumb has the plain questions'
is "$(has_escape "$seen")" no 'req_25: without one escape byte'
like "$(first_line)" 'postfrank setup, plain questions' \
    'which is said on the first line'
like "$seen" '"dumb"' 'and why on the next'
TERM=no-such-terminal typed "$pf_program" --home "$home" setup
is "$status $(has_escape "$seen")" '75 no' 'req_25: so has an unknown TERM'
typed "$(command -v env)" -u TERM "$pf_program" --home "$home" setup
is "$status $(has_escape "$seen")" '75 no' 'req_25: and a TERM that is not set'
TERM=xterm ACCESSIBLE=1 typed "$pf_program" --home "$home" setup
is "$status $(has_escape "$seen")" '75 no' 'ACCESSIBLE asks for them, too'
like "$seen" 'ACCESSIBLE is set' 'and is named'
TERM=xterm typed "$pf_program" --home "$home" setup --plain
is "$status $(has_escape "$seen")" '75 no' 'so does --plain'
TERM=xterm typed "$pf_program" --home "$home" --debug setup
like "$seen" 'since --debug writes' 'and --debug, which says so'

check_run "$pf_full" --home "$home" </dev/null
is "$status" 75 'req_25: without a terminal the draft is kept'
is "$(has_escape "$out$err")" no 'req_25: and nothing is drawn'

# --- installed alone
mkdir "$TMP/alone"
cp "$pf_program" "$TMP/alone/"
bindir=$(sed -n 's/^bindir = //p' "$top_builddir/Makefile")
if [ -e "${bindir:-/none}/postfrank-setup" ] ||
	[ -e /usr/local/bin/postfrank-setup ]; then
	pass 'a postfrank-setup is installed here # SKIP'
else
	TERM=xterm typed "$TMP/alone/postfrank" --home "$home" setup
	like "$seen" 'the program of the full screen, postfrank-setup' \
	    'where the program of the full screen is missing, that is said'
fi

# --- the command line
check_run "$pf_full" --version
is "$status" 0 '--version ends with 0'
check_run "$pf_full" --no-such
is "$status" 64 'an unknown option ends with 64'
like "$err" --help 'and names the help'
check_run "$pf_full" --account ../x --home "$home"
is "$status" 64 'so does a bad name of an account'
done_testing
