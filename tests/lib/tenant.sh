# SPDX-License-Identifier: ISC
# A stand-in tenant for a flow test; sourced after tap.sh.
#
#	tenant_start			sets $tenant_base, $tenant_client_id ...
#	tenant_switch token.fault=1:empty plain=1
#	tenant_clock +86400		(or seconds since 1970)
#	tenant_count token.refresh	prints a number
#	browse_print alerts URL		plays alerts@contoso.example
#
# All keys of ready.json are there as shell variables named tenant_KEY.

tenant_program=$top_builddir/tests/tenant/tenant
browse_program=$top_builddir/tests/tenant/browse

# Starts one in $TMP/tenant (or DIR) and waits until it tells that it is ready.
# What follows DIR are options of the program.
tenant_start() {
	tenant_dir=${1:-$TMP/tenant}
	[ $# -eq 0 ] || shift
	mkdir -p "$tenant_dir" || bail_out "cannot make $tenant_dir"
	mkfifo "$tenant_dir/fifo" || bail_out "cannot make a fifo"
	"$tenant_program" --dir "$tenant_dir" "$@" >"$tenant_dir/fifo" \
	    2>"$tenant_dir/stderr" </dev/null &
	at_exit_stop $!
	# read ends when the line is there, or when the program has ended
	if ! read -r tenant_json <"$tenant_dir/fifo"; then
		note "$(cat "$tenant_dir/stderr")"
		bail_out "the tenant did not start"
	fi
	rm -f "$tenant_dir/fifo"
	. "$tenant_dir/ready.sh"
}

# tenant_control PATH [FIELD=VALUE...]: POST with fields, GET without.
tenant_control() {
	tenant_path=$1
	shift
	tenant_fields=
	for tenant_field in "$@"; do
		tenant_fields="$tenant_fields${tenant_fields:+&}$(
		    tenant_encode "$tenant_field")"
	done
	if [ -z "$tenant_fields" ]; then
		curl -sS --noproxy '*' --fail-with-body \
		    "$tenant_control$tenant_path"
	else
		curl -sS --noproxy '*' --fail-with-body \
		    --data "$tenant_fields" "$tenant_control$tenant_path"
	fi
}

# NAME=VALUE with what a form reserves encoded in the value.
tenant_encode() {
	printf '%s=' "${1%%=*}"
	printf '%s' "${1#*=}" | sed -e 's/%/%25/g' -e 's/&/%26/g' \
	    -e 's/+/%2B/g' -e 's/ /+/g' -e 's/=/%3D/g' -e 's/#/%23/g'
}

tenant_switch() {
	tenant_answer=$(tenant_control /switch "$@") ||
	    bail_out "tenant_switch $*: $tenant_answer"
}

tenant_clock() {
	case $1 in
	+*)	tenant_control /clock "add=${1#+}" >/dev/null ;;
	*)	tenant_control /clock "at=$1" >/dev/null ;;
	esac
}

# How many events of a type there were; TYPE:OUTCOME counts one outcome.
tenant_count() {
	tenant_control /counts | awk -v type="$1" \
	    '$1 == type { n = $2 } END { print n + 0 }'
}

# Waits, without polling, until so many events of a type were logged.
tenant_wait() {
	tenant_control "/wait?type=$1&count=${2:-1}" >/dev/null
}

# browse_print NAME URL [OPTION...]: NAME@... signs in and consents; prints what
# the address bar shows at last.
browse_print() {
	browse_name=$1
	browse_url=$2
	shift 2
	eval "browse_upn=\$tenant_account_$browse_name"
	eval "browse_file=\$tenant_password_file_$browse_name"
	"$browse_program" --ca "$tenant_ca_file" --as "$browse_upn" \
	    --password-file "$browse_file" "$@" "$browse_url"
}

# One field of a query or a form, decoded: query_field URL NAME.
query_field() {
	printf '%s\n' "$1" | sed -e 's/^[^?]*?//' -e 's/#.*//' | tr '&' '\n' |
	    sed -n "s/^$2=//p" | head -n 1 |
	    sed -e 's/+/ /g' -e 's/%40/@/g' -e 's/%3[aA]/:/g' -e 's/%2[fF]/\//g'
}

# A string or number member of a flat JSON object: json_field JSON NAME. Good
# for values without escapes, which is what the tenant's are.
json_field() {
	printf '%s\n' "$1" |
	    sed -n -e "s/.*[{,]\"$2\":\"\\([^\"]*\\)\".*/\\1/p;t" \
	    -e "s/.*[{,]\"$2\":\\([-0-9.a-z]*\\).*/\\1/p" | head -n 1
}

# curl with the tenant's authority, for tests that speak HTTP themselves.
tenant_curl() {
	curl -sS --noproxy '*' --cacert "$tenant_ca_file" "$@"
}

# POSTs fields to the token endpoint (or $token_address): token_post NAME=VALUE
# ...; $answer is the body, $answer_status the HTTP status.
token_post() {
	token_fields=
	for token_field in "$@"; do
		token_fields="$token_fields${token_fields:+&}$(
		    tenant_encode "$token_field")"
	done
	answer=$(printf '%s' "$token_fields" |
	    tenant_curl -o - -w '\n%{http_code}' --data-binary @- \
		"${token_address:-$tenant_token_url}") || :
	answer_status=${answer##*
}
	answer=${answer%
*}
}
