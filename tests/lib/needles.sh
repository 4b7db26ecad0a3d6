# SPDX-License-Identifier: ISC
# Searching for what must not be found: the client secret and all that the
# tenant has given out, in every form; sourced after live.sh. $own is a directory
# of the test that is not searched.
#
#	gather		collects the needles, in $own/needles
#	found PATH...	how many files there hold one

# pieces SECRET: a short one whole, of a long one the parts that tell (what a
# token begins with is the same in all), one a line.
pieces() {
	if [ ${#1} -le 64 ]; then
		printf '%s\n' "$1"
		return
	fi
	printf '%s\n' "$1" | awk '{ n = length($0)
		print substr($0, int(n / 3), 24)
		print substr($0, int(2 * n / 3), 24)
		print substr($0, n - 23) }'
}

# Every form in which a piece may stand: as it is, in base64 of either alphabet
# wherever it begins in what was encoded, and with %XX.
forms() {
	printf '%s\n' "$1"
	for skip in 0 1 2; do
		{ head -c "$skip" /dev/zero; printf '%s' "$1"; } | base64 -w 0 |
			awk -v skip="$skip" '{
				from = skip == 0 ? 1 : skip + 2
				print substr($0, from, length($0) - from - 3) }'
	done | sed 'p; y|+/|-_|'
	tenant_encode "x=$1" | sed 's/^x=//; s/~/%7E/g; s/\./%2E/g; p; s/%2E/./g'
	echo
}

# The needles: the client secret and all that the tenant has given out.
gather() {
	live_secrets "$own/secrets"
	while read -r secret; do
		pieces "$secret"
	done <"$own/secrets" | while read -r piece; do
		forms "$piece"
	done | awk 'length($0) >= 16' | sort -u >"$own/needles"
}

# found PATH...: how many files there hold one of the needles.
found() {
	grep -rlaF -f "$own/needles" -- "$@" 2>/dev/null | wc -l
}
