# SPDX-License-Identifier: ISC
# oauth_drive for flow tests; sourced after tap.sh and tenant.sh.

# drive VERB...: one step for the account in $home; $out, $err, $status.
drive() {
	check_run "$top_builddir/tests/lib/oauth_drive" "$home" "$@"
}

# value NAME: what the last step printed for NAME on either stream.
value() {
	printf '%s\n%s\n' "$out" "$err" | sed -n "s/^$1=//p" | head -n 1
}

# An account of the tenant in $home (made anew), with its client secret.
# account_make DIR [KEY=VALUE...]
account_make() {
	home=$TMP/$1
	shift
	mkdir -m 755 "$home"
	check_run_with "${secret_file:-$tenant_secret_file}" \
	    "$top_builddir/tests/lib/oauth_drive" "$home" init cloud=custom \
	    mailbox="$tenant_account_alerts" ca_file="$tenant_ca_file" \
	    registration.client_id="$tenant_client_id" \
	    registration.tenant="$tenant_id" smtp.host=localhost \
	    registration.authorization_url="$tenant_authorize_url" \
	    registration.token_url="$tenant_token_url" "$@"
	[ "$status" -eq 0 ] || bail_out "no account: $err"
}

# Signs in as NAME (alerts) by paste-back.
sign_in() {
	drive url
	[ "$status" -eq 0 ] || bail_out "no address: $err"
	browse_print "${1:-alerts}" "$out" >"$TMP/address" ||
	    bail_out "the browser is stuck"
	check_run_with "$TMP/address" "$top_builddir/tests/lib/oauth_drive" \
	    "$home" finish
}

# paste TEXT: finishes with it.
paste() {
	printf '%s' "$1" >"$TMP/address"
	check_run_with "$TMP/address" "$top_builddir/tests/lib/oauth_drive" \
	    "$home" finish
}
