#!/bin/sh
# SPDX-License-Identifier: ISC
# dovecot_run.sh DIR: started by dovecot.sh through with_ports; writes the
# configuration with the ports that are open by now, tells them on standard
# output, and becomes Dovecot. The process keeps its id, which LISTEN_PID names.
set -eu
dir=$1

fill() {
	sed -e "s|@DIR@|$dir|g" -e "s|@USER@|$DOVECOT_USER|g" \
	    -e "s|@GROUP@|$DOVECOT_GROUP|g" \
	    -e "s|@MECHANISMS@|$DOVECOT_MECHANISMS|g" \
	    -e "s|@BASE@|$DOVECOT_BASE|g" \
	    -e "s|@RELAY_PORT@|$DOVECOT_RELAY_PORT|g" \
	    -e "s|@IMAP_PORT@|$imap_PORT|g" \
	    -e "s|@IMAPS_PORT@|$imaps_PORT|g" \
	    -e "s|@POP3_PORT@|$pop3_PORT|g" \
	    -e "s|@POP3S_PORT@|$pop3s_PORT|g" \
	    -e "s|@SUBMISSION_PORT@|$submission_PORT|g" "$1"
}

fill "$top_srcdir/tests/lib/dovecot.conf.in" >"$dir/dovecot.conf"
fill "$top_srcdir/tests/lib/dovecot-oauth2.conf.in" >"$dir/oauth2.conf"
chmod 0644 "$dir/dovecot.conf" "$dir/oauth2.conf"
echo "imap $imap_PORT"
echo "imaps $imaps_PORT"
echo "pop3 $pop3_PORT"
echo "pop3s $pop3s_PORT"
echo "submission $submission_PORT"
exec >/dev/null
cd /
if [ -n "$DOVECOT_AS" ]; then
	exec setpriv --reuid="$DOVECOT_AS" --regid="$DOVECOT_GROUP" \
	    --clear-groups -- "$DOVECOT" -F -c "$dir/dovecot.conf"
fi
exec "$DOVECOT" -F -c "$dir/dovecot.conf"
