# SPDX-License-Identifier: ISC
# Single actions of the walkthrough for flow tests; sourced after tenant.sh.
#
#	work HOME ACTION [SETTING=VALUE...]	$status, $out, $err; with all of
#				$work_settings before these
#	work_said WORD		the rest of $out's first line that begins so
#	said TEXT WORD		the same of another text

work() {
	work_home=$1
	work_action=$2
	shift 2
	check_run "$top_builddir/tests/lib/work_drive" "$work_home" \
	    "$work_action" ${work_settings:-} "$@"
	[ "$status" -ne 99 ] || bail_out "work_drive $work_action: $err"
}

said() {
	printf '%s\n' "$1" | sed -n "s/^$2 //p" | head -n 1
}

work_said() {
	said "$out" "$1"
}
