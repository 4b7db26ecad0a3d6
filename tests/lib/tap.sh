# SPDX-License-Identifier: ISC
# For flow tests: TAP, a directory of one's own, and the way out. Sourced:
#
#	. "$top_srcdir/tests/lib/tap.sh"
#	check_run postfrank status
#	is "$status" 78 'without an account it ends with 78'
#	done_testing
#
# $TMP is empty at first and removed at the end; processes that were given to
# at_exit_stop are ended first, the last one before the others.

set -u
umask 077
LC_ALL=C.UTF-8
export LC_ALL

: "${top_srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}"
: "${top_builddir:=$(pwd)}"
tap_count=0
tap_failed=0
tap_pids=
TMP=$(mktemp -d "${TMPDIR:-/tmp}/pf.XXXXXX") || exit 99
export TMP

# Ends a process of ours (SIGTERM) when the test ends.
at_exit_stop() {
	tap_pids="$1 $tap_pids"
}

tap_end() {
	tap_status=$?
	trap - EXIT
	for tap_pid in $tap_pids; do
		kill "$tap_pid" 2>/dev/null && wait "$tap_pid" 2>/dev/null
	done
	if [ -n "${KEEP_TMP:-}" ]; then
		echo "# kept $TMP"
	else
		rm -rf "$TMP"
	fi
	exit "$tap_status"
}
trap tap_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# Lines of text as TAP comments.
note() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

pass() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1"
}

fail() {
	tap_count=$((tap_count + 1))
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_count - $1"
}

# is GOT WANTED SENTENCE
is() {
	if [ "$1" = "$2" ]; then
		pass "$3"
	else
		fail "$3"
		note "got:    $1"
		note "wanted: $2"
	fi
}

isnt() {
	if [ "$1" != "$2" ]; then
		pass "$3"
	else
		fail "$3"
		note "got what it must not be: $1"
	fi
}

# like TEXT PIECE SENTENCE: the piece is a plain string.
like() {
	case $1 in
	*"$2"*)
		pass "$3" ;;
	*)
		fail "$3"
		note "in:     $1"
		note "wanted: $2" ;;
	esac
}

unlike() {
	case $1 in
	*"$2"*)
		fail "$3"
		note "in:       $1"
		note "unwanted: $2" ;;
	*)
		pass "$3" ;;
	esac
}

# Runs a command; $out, $err and $status hold what came of it. Never fails.
check_run() {
	"$@" >"$TMP/.out" 2>"$TMP/.err" </dev/null
	status=$?
	out=$(cat "$TMP/.out")
	err=$(cat "$TMP/.err")
}

# The same with standard input from a file: check_run_with FILE COMMAND...
check_run_with() {
	tap_input=$1
	shift
	"$@" >"$TMP/.out" 2>"$TMP/.err" <"$tap_input"
	status=$?
	out=$(cat "$TMP/.out")
	err=$(cat "$TMP/.err")
}

# The rest is for root, or for somebody who is root in a name space of his own:
# the program closes its /proc entries to everybody else, its owner included.
root_here() {
	[ "$(id -u)" -ne 0 ] || return 0
	unshare -Ur true 2>/dev/null ||
		skip_all 'neither root nor name spaces (unshare -Ur) are to be had'
	export top_srcdir top_builddir
	unshare -Ur sh "$0"
	exit
}

# Nothing can be tried here: says why and leaves.
skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

bail_out() {
	echo "Bail out! $1"
	exit 99
}

done_testing() {
	echo "1..$tap_count"
	[ "$tap_failed" -eq 0 ]
	exit
}
