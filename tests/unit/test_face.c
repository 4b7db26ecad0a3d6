/* SPDX-License-Identifier: ISC */
/* The full screen's face as one goes through it: the whole set-up, drafts,
 * waiting, verdicts, handing over, leaving. */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "setup/draft.h"
#include "tests/lib/facing.h"
#include "tests/lib/home.h"
#include "tests/unit/unit.h"
#include "tui/face_part.h"

static struct facing facing; /* too big for a stack */
static struct face *const face = &facing.face;
static const struct wizard *const wizard = &facing.desk.wizard;

static int
begin(void **state)
{
	(void)state;
	facing_make(&facing);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	facing_remove(&facing);
	return 0;
}

static void
a_first_set_up_takes_at_most_sixty_keys_beside_pastes(void **state)
{
	static const enum action order[] = { ACTION_DISCOVER,
		ACTION_PROBE_SERVER, ACTION_PROBE_CREDENTIALS,
		ACTION_SIGNIN_BEGIN, ACTION_SIGNIN_FINISH, ACTION_TEST_MAIL,
		ACTION_GO_LIVE };
	size_t i;

	(void)state;
	assert_true(facing_answer_to(&facing, STEP_COUNT, NULL));
	assert_int_equal(face->code, 0);
	print_message("%zu keys\n", facing.strokes);
	assert_in_range(facing.strokes, 20, 60);
	assert_true(facing.script.was_pasted);
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		assert_in_range(scripted_times(&facing.script, order[i]), 1,
		    order[i] == ACTION_GO_LIVE ? 4 : 1);
	assert_int_equal(facing.script.last, ACTION_GO_LIVE);
	assert_false(desk_has_draft(&facing.layout, "default"));
}

static void
signing_in_again_takes_one_key_and_the_paste(void **state)
{
	static const char settings[] = "{ \"postfrank\": 1, \"account\": "
		"\"default\", \"mailbox\": \"alerts@contoso.com\", "
		"\"registration\": { \"client_id\": \"" FACING_CLIENT "\", "
		"\"tenant\": \"" FACING_TENANT "\" } }";

	(void)state;
	file_puts(home_path(&facing.layout, LAYOUT_SETTINGS, "default"), 0644,
	    settings);
	facing_restart(&facing);
	assert_int_equal(wizard->step, STEP_START);
	facing.strokes = 0;
	facing_press(&facing, STROKE_ENTER);
	facing_work(&facing);
	assert_int_equal(wizard->mode, WIZARD_SIGNIN);
	assert_string_equal(wizard->address, FACING_ADDRESS);
	facing_paste(&facing, FACING_BACK);
	facing_press(&facing, STROKE_ENTER);
	facing_work(&facing);
	assert_int_equal(wizard->steps[STEP_SIGNIN].state, STEP_CONFIRMED);
	assert_int_equal(facing.strokes, 2);
}

/* The draft as another process would read it. */
static void
look_at_the_disk(struct facing *now)
{
	static struct wizard read;
	const struct field *field = wizard_field(&now->desk.wizard);
	const struct wizard *here = &now->desk.wizard;
	struct fault why;
	bool exists;
	int64_t saved;
	size_t i;

	wizard_init(&read, "x");
	assert_true(draft_load(&read, home_path(&now->layout, LAYOUT_DRAFT,
	    "default"), &exists, &saved, &why));
	assert_true(exists);
	assert_int_equal(read.step, here->step);
	if (field != NULL)
		assert_string_equal(wizard_field(&read)->setting,
		    field->setting);
	for (i = 0; i < here->answers.count; i++)
		assert_string_equal(answers_typed(&read.answers,
		    here->answers.rows[i].setting),
		    here->answers.rows[i].value);
}

static void
req_12_the_draft_on_disk_has_every_accepted_field(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_COUNT, look_at_the_disk));
}

static void
req_12_a_new_start_offers_the_same_step_field_and_value(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_VALUES, NULL));
	facing_paste(&facing, FACING_CLIENT);
	facing_press(&facing, STROKE_ENTER);
	assert_int_equal(wizard->field, 1);
	facing_restart(&facing);
	assert_int_equal(face->overlay, OVERLAY_RESUME);
	facing_press(&facing, STROKE_ENTER);
	assert_int_equal(face->overlay, OVERLAY_NONE);
	assert_int_equal(wizard->step, STEP_VALUES);
	assert_int_equal(wizard->field, 1);
	facing_press(&facing, STROKE_BACKTAB);
	assert_string_equal(editor_text(&face->editor), FACING_CLIENT);
}

static bool
has_settings(void)
{
	return home_has(&facing.layout, LAYOUT_SETTINGS, "default");
}

static void
no_settings_yet(struct facing *now)
{
	(void)now;
	assert_false(has_settings());
}

static void
req_29_the_face_itself_writes_no_settings(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_COUNT, no_settings_yet));
}

static void
what_is_half_typed_is_there_after_going_back(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_VALUES, NULL));
	facing_type(&facing, "6731");
	facing_press(&facing, STROKE_ESC);
	assert_int_equal(wizard->step, STEP_REGISTER);
	assert_true(facing_answer_to(&facing, STEP_VALUES, NULL));
	assert_string_equal(editor_text(&face->editor), "6731");
}

static void
what_is_half_typed_survives_leaving_and_a_dropped_line(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_VALUES, NULL));
	facing_type(&facing, "6731");
	facing_press(&facing, STROKE_LEAVE);
	assert_int_equal(wizard->mode, WIZARD_LEAVING);
	facing_press(&facing, STROKE_ESC);
	assert_string_equal(editor_text(&face->editor), "6731");
	facing_type(&facing, "d");
	facing_press(&facing, STROKE_HANGUP);
	assert_true(face->is_over);
	assert_int_equal(face->code, 129);
	facing_restart(&facing);
	facing_press(&facing, STROKE_ENTER);
	assert_string_equal(editor_text(&face->editor), "6731d");
}

static void
a_secret_that_fits_is_kept_when_its_field_is_left(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_SECRET, NULL));
	facing_paste(&facing, facing_secret());
	facing_press(&facing, STROKE_ESC);
	assert_int_equal(wizard->step, STEP_SERVER);
	assert_true(wizard->fields[STEP_SECRET][0].is_given);
	assert_int_equal(face->editor.len, strlen(editor_text(&face->editor)));
}

static void
req_21_a_shown_secret_is_masked_again_behind_its_field(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_SECRET, NULL));
	facing_type(&facing, "abc");
	facing_press(&facing, STROKE_REVEAL);
	assert_true(face->editor.is_shown);
	facing_press(&facing, STROKE_TAB);
	facing_press(&facing, STROKE_BACKTAB);
	assert_true(face->editor.is_secret);
	assert_false(face->editor.is_shown);
}

static void
leaving_asks_once_and_twice_leaves_at_once(void **state)
{
	(void)state;
	facing_press(&facing, STROKE_BREAK);
	assert_false(face->is_over);
	facing_press(&facing, STROKE_BREAK);
	assert_true(face->is_over);
	assert_int_equal(face->code, 75);
}

static void
a_draft_can_be_shown_from_the_start_or_dropped(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_SERVER, NULL));
	facing_restart(&facing);
	facing_type(&facing, "s");
	assert_int_equal(wizard->step, STEP_START);
	assert_string_equal(answers_get(&wizard->answers, "mailbox"),
	    "alerts@contoso.com");
	facing_restart(&facing);
	/* One wrong key loses nothing. */
	facing_type(&facing, "d");
	assert_int_equal(face->overlay, OVERLAY_RESUME);
	assert_true(desk_has_draft(&facing.layout, "default"));
	facing_press(&facing, STROKE_ENTER);
	assert_int_equal(wizard->step, STEP_START);
	assert_string_equal(answers_get(&wizard->answers, "mailbox"), "");
}

static void
a_damaged_draft_is_told(void **state)
{
	(void)state;
	file_puts(home_path(&facing.layout, LAYOUT_DRAFT, "default"), 0600,
	    "{ \"postfrank_draft\": ");
	facing_restart(&facing);
	assert_int_equal(face->overlay, OVERLAY_RESUME);
	assert_int_equal(face_rows(face), 1);
	facing_press(&facing, STROKE_ENTER);
	assert_int_equal(wizard->step, STEP_START);
	assert_int_equal(face->overlay, OVERLAY_NONE);
}

static void
esc_gives_up_what_works_and_comes_back_to_the_field(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_VALUES, NULL));
	facing.script.is_held = true;
	facing_paste(&facing, FACING_CLIENT);
	facing_press(&facing, STROKE_ENTER);
	facing_paste(&facing, FACING_TENANT);
	facing_press(&facing, STROKE_ENTER);
	assert_int_equal(wizard->mode, WIZARD_WORKING);
	assert_false(face_look(face));
	facing_press(&facing, STROKE_ESC);
	assert_int_equal(facing.script.cancelled, 1);
	assert_int_equal(wizard->mode, WIZARD_ASKING);
	assert_string_equal(editor_text(&face->editor), FACING_TENANT);
}

static void
req_27_nothing_moves_by_itself_while_the_browser_is_waited_for(void **state)
{
	int64_t until;
	unsigned news = 0;

	(void)state;
	assert_true(facing_answer_to(&facing, STEP_SIGNIN, NULL));
	facing_work(&facing);
	assert_int_equal(wizard->mode, WIZARD_SIGNIN);
	assert_int_equal(face_timeout(face), -1);
	for (until = facing_now + 90; facing_now < until; facing_now++)
		news += face_look(face);
	assert_int_equal(news, 0);
}

static void
req_27_what_is_tried_again_is_tried_once_when_its_time_comes(void **state)
{
	size_t times;
	int64_t due;

	(void)state;
	scripted_fail(&facing.script, ACTION_PROBE_CREDENTIALS, FAULT_SIGNIN,
	    "secret");
	facing.script.answers[ACTION_PROBE_CREDENTIALS].why.recent = true;
	assert_true(facing_answer_to(&facing, STEP_PERMISSIONS, NULL));
	times = scripted_times(&facing.script, ACTION_PROBE_CREDENTIALS);
	due = wizard->steps[STEP_SECRET].next;
	assert_in_range(face_timeout(face), 1000, 60000);
	facing_now = due - 1;
	assert_false(face_look(face));
	facing_now = due;
	assert_int_equal(face_timeout(face), 0);
	assert_true(face_look(face));
	assert_int_equal(scripted_times(&facing.script,
	    ACTION_PROBE_CREDENTIALS), times + 1);
	assert_int_equal(wizard->step, STEP_PERMISSIONS);
	facing_work(&facing);
	assert_in_range(face_timeout(face), 1000, 3600000);
}

static void
a_verdict_leads_to_the_step_that_cures_it(void **state)
{
	struct text words;

	(void)state;
	scripted_fail(&facing.script, ACTION_TEST_MAIL, FAULT_REFUSED,
	    "mailbox");
	facing_answer_to(&facing, STEP_TEST, NULL);
	facing_paste(&facing, "admin@contoso.com");
	facing_press(&facing, STROKE_ENTER);
	facing_work(&facing);
	assert_int_equal(wizard->mode, WIZARD_VERDICT);
	text_init(&words, 200);
	assert_true(face_row(face, 0, &words));
	assert_string_equal(words.at, "Go to step 3, Mailbox and scope");
	text_clear(&words);
	facing_type(&facing, "1");
	assert_int_equal(wizard->step, STEP_MAILBOX);
	assert_int_equal(wizard->mode, WIZARD_ASKING);
}

static void
where_only_time_helps_trying_again_comes_first(void **state)
{
	(void)state;
	scripted_fail(&facing.script, ACTION_DISCOVER, FAULT_LATER, "");
	facing_answer_to(&facing, STEP_VALUES, NULL);
	facing_paste(&facing, FACING_CLIENT);
	facing_press(&facing, STROKE_ENTER);
	facing_paste(&facing, FACING_TENANT);
	facing_press(&facing, STROKE_ENTER);
	facing_work(&facing);
	assert_int_equal(wizard->mode, WIZARD_VERDICT);
	facing.script.is_bad[ACTION_DISCOVER] = false;
	facing_press(&facing, STROKE_ENTER);
	facing_work(&facing);
	assert_int_equal(wizard->steps[STEP_VALUES].state, STEP_CONFIRMED);
}

static void
a_step_is_handed_over_with_a_page_and_waits(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_REGISTER, NULL));
	facing_press(&facing, STROKE_HAND_OVER);
	assert_int_equal(face->overlay, OVERLAY_WHO);
	facing_type(&facing, "Anna");
	facing_press(&facing, STROKE_ENTER);
	assert_int_equal(face->overlay, OVERLAY_SHEET);
	assert_non_null(strstr(face->sheet.at, "Anna"));
	assert_int_equal(file_mode(face->sheet_path), 0644);
	facing_press(&facing, STROKE_PAGE);
	assert_true(face->wants_page);
	facing_press(&facing, STROKE_ENTER);
	assert_int_equal(face->overlay, OVERLAY_SHEET);
	facing_press(&facing, STROKE_ENTER);
	assert_int_equal(wizard->steps[STEP_REGISTER].state, STEP_WAITING);
	assert_string_equal(wizard->steps[STEP_REGISTER].waiting_for, "Anna");
	/* The wizard goes on, and proposes her again. */
	assert_int_equal(wizard->step, STEP_MAILBOX);
	facing_answer_to(&facing, STEP_SERVER, NULL);
	facing_press(&facing, STROKE_HAND_OVER);
	assert_string_equal(editor_text(&face->editor), "Anna");
}

static void
the_field_is_as_it_was_behind_a_name_that_is_not_given(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_VALUES, NULL));
	facing_type(&facing, "6731");
	facing_press(&facing, STROKE_HAND_OVER);
	facing_type(&facing, "Bert");
	facing_press(&facing, STROKE_ESC);
	assert_string_equal(editor_text(&face->editor), "6731");
	assert_int_equal(wizard->steps[STEP_VALUES].state, STEP_NEW);
}

static void
the_list_of_steps_leads_back_and_not_ahead(void **state)
{
	(void)state;
	assert_true(facing_answer_to(&facing, STEP_MAILBOX, NULL));
	facing_press(&facing, STROKE_STEPS);
	assert_int_equal(face_row_step(face, face->choice), STEP_MAILBOX);
	facing_press(&facing, STROKE_DOWN);
	assert_false(face_acts(face, STROKE_ENTER));
	facing_type(&facing, "1");
	facing_press(&facing, STROKE_ENTER);
	assert_int_equal(wizard->step, STEP_REGISTER);
}

static void
a_question_is_answered_no_unless_somebody_says_yes(void **state)
{
	(void)state;
	facing_answer_to(&facing, STEP_SIGNIN, NULL);
	facing_work(&facing);
	facing.script.is_held = true;
	facing_paste(&facing, FACING_BACK);
	facing_press(&facing, STROKE_ENTER);
	facing.script.has_question = true;
	fault_set(&facing.script.question, FAULT_SIGNIN, "bert signed in");
	assert_true(face_look(face));
	assert_int_equal(wizard->mode, WIZARD_QUESTION);
	assert_int_equal(face_rows(face), 2);
	facing_press(&facing, STROKE_ENTER);
	assert_true(facing.script.was_answered);
	assert_false(facing.script.answer);
}

static void
an_account_is_not_removed_by_one_key(void **state)
{
	(void)state;
	signing_in_again_takes_one_key_and_the_paste(state);
	facing_restart(&facing);
	facing_type(&facing, "s");
	assert_int_equal(wizard->step, STEP_START);
	facing_type(&facing, "5");
	assert_int_equal(face->overlay, OVERLAY_REMOVE);
	assert_false(face->is_removed);
	facing_press(&facing, STROKE_ENTER);
	assert_int_equal(face->overlay, OVERLAY_NONE);
	facing_type(&facing, "5");
	facing_press(&facing, STROKE_DOWN);
	facing_press(&facing, STROKE_ENTER);
	assert_true(face->is_removed);
	assert_int_equal(face->code, 0);
}

static void
a_window_without_room_leads_to_the_plain_questions(void **state)
{
	(void)state;
	facing_answer_to(&facing, STEP_VALUES, NULL);
	facing_type(&facing, "6731");
	face->shape = SHAPE_NONE;
	assert_false(face_is_editing(face));
	facing_press(&facing, STROKE_ESC);
	assert_int_equal(wizard->step, STEP_VALUES);
	facing_press(&facing, STROKE_ENTER);
	assert_true(face->wants_plain);
	face->shape = SHAPE_NORMAL;
	assert_string_equal(editor_text(&face->editor), "6731");
}

static void
values_for_the_portal_are_copied_one_after_the_other(void **state)
{
	struct text copy;

	(void)state;
	text_init(&copy, 4096);
	facing_answer_to(&facing, STEP_REGISTER, NULL);
	facing_press(&facing, STROKE_COPY);
	assert_true(face->wants_copy);
	assert_non_null(strstr(face->say, "Copy was offered to your terminal"));
	assert_true(face_copy(face, &copy));
	assert_non_null(strstr(copy.at, "postfrank on "));
	facing_press(&facing, STROKE_COPY);
	text_reset(&copy);
	assert_true(face_copy(face, &copy));
	assert_string_equal(copy.at, "http://localhost:8765/postfrank");
	text_clear(&copy);
}

static void
no_page_and_no_copy_ever_has_a_secret(void **state)
{
	struct text page;

	(void)state;
	text_init(&page, 16384);
	facing_answer_to(&facing, STEP_SECRET, NULL);
	facing_paste(&facing, facing_secret());
	face_page(face, &page);
	face_copy(face, &page);
	assert_true(page.len > 0);
	assert_null(strstr(page.at, facing_secret()));
	text_clear(&page);
}

static void
the_plain_page_has_the_address_alone_on_its_line(void **state)
{
	struct text page;

	(void)state;
	text_init(&page, 16384);
	facing_answer_to(&facing, STEP_SIGNIN, NULL);
	facing_work(&facing);
	facing_press(&facing, STROKE_PAGE);
	assert_true(face->wants_page);
	assert_true(face_page(face, &page));
	assert_non_null(strstr(page.at, "\n" FACING_ADDRESS "\n"));
	assert_string_equal(page.at + page.len - 21, "Press Enter to return");
	facing_press(&facing, STROKE_ENTER);
	assert_int_equal(face->overlay, OVERLAY_NONE);
	text_clear(&page);
}

static void
taking_over_is_asked_before_anything_else(void **state)
{
	(void)state;
	face->overlay = OVERLAY_TAKE_OVER;
	face->holder.pid = 4711;
	assert_int_equal(face_rows(face), 2);
	facing_press(&facing, STROKE_ESC);
	assert_true(face->is_over);
	assert_int_equal(face->code, 75);
	face->is_over = false;
	facing_press(&facing, STROKE_ENTER);
	assert_true(face->is_over);
	assert_int_equal(face->code, 0);
}

static void
a_new_address_can_be_asked_for(void **state)
{
	(void)state;
	facing_answer_to(&facing, STEP_SIGNIN, NULL);
	facing_work(&facing);
	facing_type(&facing, "http");
	facing_press(&facing, STROKE_NEW);
	assert_int_equal(facing.script.last, ACTION_SIGNIN_RENEW);
	facing_work(&facing);
	assert_string_equal(wizard->address, FACING_ADDRESS "&again=1");
	assert_int_equal(wizard->mode, WIZARD_SIGNIN);
	assert_int_equal(face->editor.len, 0);
}

static void
page_up_scrolls_and_goes_back_where_nothing_scrolls(void **state)
{
	(void)state;
	facing_answer_to(&facing, STEP_VALUES, NULL);
	face->scroll_max = 12;
	facing_press(&facing, STROKE_PAGE_UP);
	assert_int_equal(wizard->step, STEP_VALUES);
	facing_press(&facing, STROKE_PAGE_DOWN);
	assert_int_equal(face->scroll, 10);
	facing_press(&facing, STROKE_PAGE_DOWN);
	assert_int_equal(face->scroll, 12);
	facing_press(&facing, STROKE_PAGE_UP);
	assert_int_equal(face->scroll, 2);
	face->scroll = face->scroll_max = 0;
	facing_press(&facing, STROKE_PAGE_UP);
	assert_int_equal(wizard->step, STEP_REGISTER);
}

static void
a_browser_is_offered_only_where_there_is_one(void **state)
{
	struct text address;

	(void)state;
	text_init(&address, 4096);
	facing_answer_to(&facing, STEP_SIGNIN, NULL);
	facing_work(&facing);
	facing_press(&facing, STROKE_BROWSER);
	assert_false(face->wants_browser);
	face->has_browser = true;
	facing_press(&facing, STROKE_BROWSER);
	assert_true(face->wants_browser);
	assert_true(face_address(face, &address));
	assert_string_equal(address.at, FACING_ADDRESS);
	text_clear(&address);
}

static void
help_opens_and_closes_and_leaves_the_field_alone(void **state)
{
	(void)state;
	facing_type(&facing, "?");
	assert_int_equal(face->overlay, OVERLAY_HELP);
	facing_press(&facing, STROKE_HELP);
	assert_int_equal(face->overlay, OVERLAY_NONE);
	/* A row that was chosen is still the one. */
	facing_press(&facing, STROKE_DOWN);
	facing_press(&facing, STROKE_HELP);
	facing_press(&facing, STROKE_ESC);
	assert_int_equal(face->choice, 1);
	facing_answer_to(&facing, STEP_VALUES, NULL);
	facing_type(&facing, "?");
	assert_string_equal(editor_text(&face->editor), "?");
}

static void
a_code_is_waited_for_and_nothing_can_be_typed_meanwhile(void **state)
{
	struct outcome *begun =
	    &facing.script.answers[ACTION_SIGNIN_BEGIN];

	(void)state;
	snprintf(begun->user_code, sizeof(begun->user_code), "CKJ4PQWZ7");
	begun->until = facing_now + 900;
	assert_true(facing_answer_to(&facing, STEP_PERMISSIONS, NULL));
	facing_press(&facing, STROKE_ENTER);
	assert_int_equal(facing.script.last, ACTION_SIGNIN_BEGIN);
	assert_true(face_look(face));
	assert_int_equal(facing.script.last, ACTION_SIGNIN_FINISH);
	facing.script.is_held = true;
	assert_int_equal(wizard->mode, WIZARD_SIGNIN);
	assert_false(face_is_editing(face));
	assert_false(face_acts(face, STROKE_ENTER));
	facing_type(&facing, "x");
	assert_int_equal(face->editor.len, 0);
	/* Its end is a result like any other. */
	facing.script.is_held = false;
	assert_true(face_look(face));
	assert_int_equal(wizard->steps[STEP_SIGNIN].state, STEP_CONFIRMED);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_first_set_up_takes_at_most_sixty_keys_beside_pastes),
		CASE(signing_in_again_takes_one_key_and_the_paste),
		CASE(req_12_the_draft_on_disk_has_every_accepted_field),
		CASE(req_12_a_new_start_offers_the_same_step_field_and_value),
		CASE(req_29_the_face_itself_writes_no_settings),
		CASE(what_is_half_typed_is_there_after_going_back),
		CASE(what_is_half_typed_survives_leaving_and_a_dropped_line),
		CASE(a_secret_that_fits_is_kept_when_its_field_is_left),
		CASE(req_21_a_shown_secret_is_masked_again_behind_its_field),
		CASE(leaving_asks_once_and_twice_leaves_at_once),
		CASE(a_draft_can_be_shown_from_the_start_or_dropped),
		CASE(a_damaged_draft_is_told),
		CASE(esc_gives_up_what_works_and_comes_back_to_the_field),
		CASE(req_27_nothing_moves_by_itself_while_the_browser_is_waited_for),
		CASE(req_27_what_is_tried_again_is_tried_once_when_its_time_comes),
		CASE(a_verdict_leads_to_the_step_that_cures_it),
		CASE(where_only_time_helps_trying_again_comes_first),
		CASE(a_step_is_handed_over_with_a_page_and_waits),
		CASE(the_field_is_as_it_was_behind_a_name_that_is_not_given),
		CASE(the_list_of_steps_leads_back_and_not_ahead),
		CASE(a_question_is_answered_no_unless_somebody_says_yes),
		CASE(an_account_is_not_removed_by_one_key),
		CASE(a_window_without_room_leads_to_the_plain_questions),
		CASE(values_for_the_portal_are_copied_one_after_the_other),
		CASE(no_page_and_no_copy_ever_has_a_secret),
		CASE(the_plain_page_has_the_address_alone_on_its_line),
		CASE(taking_over_is_asked_before_anything_else),
		CASE(a_new_address_can_be_asked_for),
		CASE(page_up_scrolls_and_goes_back_where_nothing_scrolls),
		CASE(a_browser_is_offered_only_where_there_is_one),
		CASE(a_code_is_waited_for_and_nothing_can_be_typed_meanwhile),
		CASE(help_opens_and_closes_and_leaves_the_field_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
