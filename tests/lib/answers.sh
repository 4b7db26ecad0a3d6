# SPDX-License-Identifier: ISC
# Answers files and set-up for flow tests; sourced after tenant.sh.
#
#	answers_write FILE [KEY=JSON...]  the tenant's values, others replaced
#	pf VERB...			  postfrank on $TMP/home: $status,
#					  $TMP/out, $TMP/err
#	answers_signin NAME [OPTION...]	  NAME signs in at the address of
#					  $TMP/out: sets $landed

pf_program=$top_builddir/postfrank
pf_home=$TMP/home

pf() {
	status=0
	"$pf_program" --home "$pf_home" "$@" >"$TMP/out" 2>"$TMP/err" \
	    </dev/null || status=$?
}

# The same with an input: pf_with FILE VERB...
pf_with() {
	pf_input=$1
	shift
	status=0
	"$pf_program" --home "$pf_home" "$@" >"$TMP/out" 2>"$TMP/err" \
	    <"$pf_input" || status=$?
}

# One member a line, so that a test can replace it.
answers_write() {
	answers_to=$1
	shift
	answers_mailbox='"alerts@contoso.example"'
	answers_sign_in_as=null
	answers_client_id="\"$tenant_client_id\""
	answers_tenant="\"$tenant_id\""
	answers_secret="{\"file\": \"$tenant_secret_file\"}"
	answers_test='{"to": "ops@contoso.example"}'
	answers_port=$tenant_smtp_port
	answers_more=
	for answers_pair in "$@"; do
		eval "answers_${answers_pair%%=*}=\${answers_pair#*=}"
	done
	cat >"$answers_to" <<-END
	{
	  "postfrank": 1,
	  "mailbox": $answers_mailbox,
	  "sign_in_as": $answers_sign_in_as,
	  "cloud": "custom",
	  "ca_file": "$tenant_ca_file",
	  "registration": {
	    "client_id": $answers_client_id,
	    "tenant": $answers_tenant,
	    "authorization_url": "$tenant_authorize_url",
	    "token_url": "$tenant_token_url",
	    "device_authorization_url": "$tenant_device_url"
	  },
	  "smtp": { "host": "localhost", "port": $answers_port },$answers_more
	  "secrets": { "client_secret": $answers_secret },
	  "test": $answers_test
	}
	END
}

answers_signin() {
	answers_who=$1
	shift
	landed=$(browse_print "$answers_who" "$(cat "$TMP/out")" "$@") ||
	    bail_out "browse: $landed"
	printf '%s\n' "$landed" >"$TMP/landed"
}
