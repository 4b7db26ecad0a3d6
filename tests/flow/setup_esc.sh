#!/bin/sh
# SPDX-License-Identifier: ISC
# Given up while the server keeps silent: the next action begins at once, and
# does its work when what was given up has gone.

. "${top_srcdir:=$(dirname "$0")/../..}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/tenant.sh"
. "$top_srcdir/tests/lib/work.sh"

tenant_start
tenant_switch device.interval=1
home=$TMP/home
work_settings="cloud=custom ca_file=$tenant_ca_file grant=device_code \
mailbox=$tenant_account_alerts smtp.host=localhost \
smtp.port=$tenant_smtp_port registration.client_id=$tenant_public_client_id \
registration.tenant=$tenant_id \
registration.authorization_url=$tenant_authorize_url \
registration.token_url=$tenant_token_url \
registration.device_authorization_url=$tenant_device_url"

# after ACTION [SETTING=VALUE...]: what follows a sign-in's end that stalls.
after() {
	after_action=$1
	shift
	work "$home" begin
	code=$(work_said code)
	tenant_switch token.fault=1:never
	mkfifo "$TMP/stays"
	check_run_with "$TMP/stays" "$top_builddir/tests/lib/work_drive" \
	    "$home" finish $work_settings "then=$after_action" "$@" &
	after_pid=$!
	exec 7>"$TMP/stays"
	tenant_wait token.device:fault-never "$held"
	exec 7>&-
	wait "$after_pid"
	out=$(cat "$TMP/.out")
	held=$((held + 1))
	rm "$TMP/stays"
	tenant_switch token.fault=
}
held=1

is_at_once() {
	is "$(test "$(work_said began)" -lt 1000; echo $?)" 0 "$1"
	note "$(printf '%s\n' "$out" | grep began) ms"
}

after begin
is_at_once 'another action of the network begins at once'
is "$(work_said code)" "$code" 'and does its work'
after begin grant=authorization_code
is_at_once 'one that is done on the spot, too'
like "$(work_said address)" "$tenant_authorize_url" 'and so does that'
done_testing
