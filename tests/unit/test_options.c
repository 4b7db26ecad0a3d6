/* SPDX-License-Identifier: ISC */
/* The words of a command line: options before and after the verb, mistakes. */
#include <config.h>

#include "tests/unit/unit.h"

#include <string.h>

#include "command/command.h"

static bool flag;
static const char *value;
static struct command_values values;

static const struct command_option options[] = {
	{ .name = "sync", .flag = &flag, .help = "" },
	{ .name = "subject", .letter = 's', .argument = "TEXT",
	    .value = &value, .help = "" },
	{ .name = "attach", .letter = 'a', .argument = "FILE",
	    .values = &values, .help = "" },
	{ .name = "quiet", .letter = 'q', .flag = &flag, .help = "" },
	{ .name = NULL },
};

static const struct command command = { .name = "try", .summary = "",
	.arguments = "", .help = "", .options = options };

static struct command_context context;
static struct fault why;

static int
reset(void **state)
{
	(void)state;
	flag = false;
	value = NULL;
	memset(&values, 0, sizeof(values));
	memset(&context, 0, sizeof(context));
	fault_clear(&why);
	return 0;
}

/* Parses words that end with NULL; the operands stay in words. */
static int
parse(const char **words)
{
	int argc = 0;

	while (words[argc] != NULL)
		argc++;
	return command_parse(&command, &context, &argc, (char **)words,
		   &why) ? argc
								     : -1;
}

static void
letters_take_values_glued_or_apart(void **state)
{
	const char *words[] = { "-sone", "a@b", "-s", "two", "-aX", "-a", "Y", NULL };

	(void)state;
	assert_int_equal(parse(words), 1);
	assert_string_equal(words[0], "a@b");
	assert_string_equal(value, "two");
	assert_int_equal(values.count, 2);
	assert_string_equal(values.at[0], "X");
	assert_string_equal(values.at[1], "Y");
}

static void
letters_without_value_may_stand_in_a_row(void **state)
{
	const char *words[] = { "-qs", "text", NULL };

	(void)state;
	assert_int_equal(parse(words), 0);
	assert_true(flag);
	assert_string_equal(value, "text");
}

static void
long_options_take_values_by_equals_or_as_the_next_word(void **state)
{
	const char *words[] = { "--subject=a=b", "--attach", "F", "--sync", NULL };

	(void)state;
	assert_int_equal(parse(words), 0);
	assert_string_equal(value, "a=b");
	assert_string_equal(values.at[0], "F");
	assert_true(flag);
}

static void
an_empty_value_is_a_value(void **state)
{
	const char *words[] = { "--subject=", NULL };

	(void)state;
	assert_int_equal(parse(words), 0);
	assert_string_equal(value, "");
}

static void
two_dashes_end_the_options(void **state)
{
	const char *words[] = { "--", "-s", "--sync", NULL };

	(void)state;
	assert_int_equal(parse(words), 2);
	assert_string_equal(words[0], "-s");
	assert_false(flag);
}

static void
options_of_the_program_are_known_behind_the_verb(void **state)
{
	const char *words[] = { "--account", "other", "--json", "x", NULL };

	(void)state;
	assert_int_equal(parse(words), 1);
	assert_string_equal(context.account, "other");
	assert_true(context.json);
}

static void
before_the_verb_what_follows_it_is_left_alone(void **state)
{
	const char *words[] = { "--home", "D", "send", "-s", "x", "--", "y", NULL };
	int argc = 7;

	(void)state;
	assert_true(command_parse(NULL, &context, &argc, (char **)words,
	    &why));
	assert_int_equal(argc, 5);
	assert_string_equal(words[0], "send");
	assert_string_equal(words[1], "-s");
	assert_string_equal(words[3], "--");
	assert_string_equal(context.wish.home, "D");
}

static void
a_mistyped_option_is_told_with_the_nearest_one(void **state)
{
	const char *words[] = { "--subjet=x", NULL };

	(void)state;
	assert_int_equal(parse(words), -1);
	assert_int_equal(why.kind, FAULT_USAGE);
	assert_non_null(strstr(why.what, "--subjet"));
	assert_non_null(strstr(why.next, "--subject"));
}

static void
a_value_that_is_missing_is_told(void **state)
{
	const char *words[] = { "-s", NULL };

	(void)state;
	assert_int_equal(parse(words), -1);
	assert_non_null(strstr(why.what, "--subject TEXT"));
}

static void
a_flag_takes_no_value(void **state)
{
	const char *words[] = { "--sync=yes", NULL };

	(void)state;
	assert_int_equal(parse(words), -1);
	assert_non_null(strstr(why.what, "takes no value"));
}

static void
an_unknown_letter_is_refused(void **state)
{
	const char *words[] = { "-Z", NULL };

	(void)state;
	assert_int_equal(parse(words), -1);
	assert_non_null(strstr(why.what, "-Z"));
}

static void
no_option_of_any_verb_takes_a_secret(void **state)
{
	static const char *const banned[] = { "secret", "password", "token",
		"code", "key" };
	const struct command_option *row;
	size_t i, j;

	(void)state;
	for (i = 0; command_row(i) != NULL; i++)
		for (row = command_row(i)->options;
		     row != NULL && row->name != NULL; row++)
			for (j = 0; j < 5; j++)
				assert_false(row->flag == NULL &&
				    strstr(row->name, banned[j]) != NULL);
	assert_true(i > 5);
}

static void
the_nearest_word_is_found_within_two_letters(void **state)
{
	static const char *const words[] = { "setup", "signin", "status",
		"send", NULL };

	(void)state;
	assert_string_equal(command_nearest("setpu", words), "setup");
	assert_string_equal(command_nearest("sned", words), "send");
	assert_string_equal(command_nearest("stat", words), "status");
	assert_null(command_nearest("explain", words));
	assert_null(command_nearest("x", words));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(letters_take_values_glued_or_apart,
		    reset),
		cmocka_unit_test_setup(
		    letters_without_value_may_stand_in_a_row, reset),
		cmocka_unit_test_setup(
		    long_options_take_values_by_equals_or_as_the_next_word,
		    reset),
		cmocka_unit_test_setup(an_empty_value_is_a_value, reset),
		cmocka_unit_test_setup(two_dashes_end_the_options, reset),
		cmocka_unit_test_setup(
		    options_of_the_program_are_known_behind_the_verb, reset),
		cmocka_unit_test_setup(
		    before_the_verb_what_follows_it_is_left_alone, reset),
		cmocka_unit_test_setup(
		    a_mistyped_option_is_told_with_the_nearest_one, reset),
		cmocka_unit_test_setup(a_value_that_is_missing_is_told, reset),
		cmocka_unit_test_setup(a_flag_takes_no_value, reset),
		cmocka_unit_test_setup(an_unknown_letter_is_refused, reset),
		cmocka_unit_test(no_option_of_any_verb_takes_a_secret),
		cmocka_unit_test(the_nearest_word_is_found_within_two_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
