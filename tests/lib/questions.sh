# SPDX-License-Identifier: ISC
# A whole set-up by plain questions, as scripts for the typist, for flow tests;
# sourced after answers.sh.
#
#	questions_write		once the tenant runs: $TMP/begin (up to the
#				mailbox), middle, signin, end, and
#				$TMP/browse, the person's browser
#	typed SCRIPT VERB...	postfrank on $TMP/home: $status, and what was
#				printed in $TMP/seen
#	typed_by SCRIPT COMMAND ARGUMENT...	the same for any command

typist=$top_builddir/tests/lib/typist

typed() {
	typed_script=$1
	shift
	typed_by "$typed_script" "$pf_program" --home "$pf_home" "$@"
}

typed_by() {
	typed_script=$1
	shift
	status=0
	"$typist" "$TMP/seen" "$@" <"$typed_script" 2>"$TMP/err" || status=$?
	[ "$status" -ne 99 ] || note "$(cat "$TMP/err")" "$(cat "$TMP/seen")"
}

questions_write() {
cat >"$TMP/begin" <<END
wait Where the mailbox is
wait Number
type 6
wait How to sign in
wait Number
type 
wait What for
wait Number
type 
wait Step 1 of
wait Enter =
type 
wait Enter = 
type 
wait Application (client) ID.
wait Application (client) ID: 
type $tenant_client_id
wait Authorization URL: 
type $tenant_authorize_url
wait Token URL: 
type $tenant_token_url
wait authority (Enter = none): 
type $tenant_ca_file
END
cat >"$TMP/middle" <<END
wait Mailbox that mail is sent from: 
type alerts@contoso.example
wait Who signs in
wait alerts@contoso.example): 
type 
wait Name shown beside the address (Enter = none): 
type 
wait Enter takes:
wait Scope: 
type 
wait SMTP server: 
type localhost
wait Port (Enter = 587): 
type 99999
wait Error: Port:
wait Port: 
type $tenant_smtp_port
wait Number (Enter = 1, 
type 
wait Login name at the server (
type 
wait not shown): 
file $tenant_secret_file
wait characters read.
wait as the portal shows it (Enter = none): 
type 
END
cat >"$TMP/signin" <<END
wait What the browser ended on: 
type u
wait one unbroken line:
wait What the browser ended on: 
line https:// $TMP/out
run top_builddir='$top_builddir' top_srcdir='$top_srcdir' sh $TMP/browse
END
cat >"$TMP/browse" <<END
"$browse_program" --ca "$tenant_ca_file" --as alerts@contoso.example \
    --password-file "$tenant_password_file_alerts" --print-address \
    "\$(cat "$TMP/out")" >"$TMP/landed"
END
cat >"$TMP/end" <<END
file $TMP/landed
wait Signed in as alerts@contoso.example.
wait Send a test mail to: 
type ops@contoso.example
wait These settings are in use now.
wait Has it arrived
wait Number
type 2
wait Note: the server has taken it
wait Number
type 
wait Who reads mail to root
type 
wait Who is told when mail stops
type 
wait Backup SMTP server
type 
wait There is no other way
wait Enter = yes
type 
wait Enter ends the set-up: 
type 
END
}
