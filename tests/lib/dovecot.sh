# SPDX-License-Identifier: ISC
# A private Dovecot (IMAP, POP3, submission with XOAUTH2) beside the stand-in
# tenant, for flow tests; sourced after tap.sh and tenant.sh.
#
#	dovecot_is_here || skip_all 'Dovecot 2.3 is not installed'
#	tenant_start
#	dovecot_start
#
# sets $dovecot_imap_port (STARTTLS), $dovecot_imaps_port, $dovecot_pop3_port,
# $dovecot_pop3s_port, $dovecot_submission_port, $dovecot_dir (with log and
# mail/ADDRESS/), and ends it with the test. It asks the tenant about tokens,
# shows the tenant's certificate, and relays what is submitted to its plain
# port (DIR/relay). Never as root: a root user's test runs it as nobody.
# dovecot_start DIR MECHANISMS puts it elsewhere and offers others than
# "xoauth2 oauthbearer"; it may be called more than once.

DOVECOT=$(PATH=$PATH:/usr/sbin:/usr/local/sbin command -v dovecot)

# Is there a Dovecot that can do all of this?
dovecot_is_here() {
	[ -n "$DOVECOT" ] || return 1
	case $("$DOVECOT" --version 2>/dev/null) in
	2.3.*) ;;
	*) return 1 ;;
	esac
	[ -x "$(dovecot_libexec)/submission-login" ] &&
	    [ -x "$(dovecot_libexec)/imap-login" ] &&
	    [ -x "$(dovecot_libexec)/pop3-login" ]
}

dovecot_libexec() {
	for dovecot_place in /usr/lib/dovecot /usr/libexec/dovecot; do
		[ -x "$dovecot_place/imap-login" ] && break
	done
	echo "$dovecot_place"
}

# Who runs it: ourselves, or nobody when we are root.
dovecot_choose_user() {
	if [ "$(id -u)" -ne 0 ]; then
		DOVECOT_AS=
		DOVECOT_USER=$(id -un)
		DOVECOT_GROUP=$(id -gn)
	else
		DOVECOT_AS=nobody
		DOVECOT_USER=nobody
		DOVECOT_GROUP=$(id -gn nobody)
		# so that nobody gets to what is below, and sees no names here
		chmod 0711 "$TMP"
	fi
	export DOVECOT_AS DOVECOT_USER DOVECOT_GROUP
}

# Its own directory with copies of what it may see of the tenant's.
dovecot_make_dir() {
	mkdir -p "$dovecot_dir/run" "$dovecot_dir/state" "$dovecot_dir/mail"
	cp "$tenant_dir/ca.pem" "$tenant_dir/server.pem" \
	    "$tenant_dir/server-key.pem" "$dovecot_dir"
	chmod 0755 "$dovecot_dir/run"
	[ -z "$DOVECOT_AS" ] ||
	    chown -R "$DOVECOT_USER:$DOVECOT_GROUP" "$dovecot_dir"
}

dovecot_start() {
	dovecot_dir=${1:-$TMP/dovecot}
	DOVECOT_BASE=$tenant_base
	DOVECOT_RELAY_PORT=$tenant_plain_smtp_port
	DOVECOT_MECHANISMS=${2:-xoauth2 oauthbearer}
	export DOVECOT DOVECOT_BASE DOVECOT_RELAY_PORT DOVECOT_MECHANISMS
	export top_srcdir
	dovecot_submission_port=
	dovecot_choose_user
	dovecot_make_dir || bail_out "cannot make $dovecot_dir"
	mkfifo "$TMP/dovecot.fifo" || bail_out "cannot make a fifo"
	"$top_builddir/tests/lib/with_ports" imap imaps pop3 pop3s submission \
	    -- "$top_srcdir/tests/lib/dovecot_run.sh" "$dovecot_dir" \
	    >"$TMP/dovecot.fifo" 2>"$TMP/dovecot.stderr" </dev/null &
	at_exit_stop $!
	# read ends when all is told, or when the program has ended
	while read -r dovecot_name dovecot_port; do
		eval "dovecot_${dovecot_name}_port=\$dovecot_port"
	done <"$TMP/dovecot.fifo"
	rm -f "$TMP/dovecot.fifo"
	[ -n "$dovecot_submission_port" ] && return
	note "$(cat "$TMP/dovecot.stderr")"
	bail_out 'Dovecot did not start'
}
