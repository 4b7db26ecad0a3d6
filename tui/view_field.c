/* SPDX-License-Identifier: ISC */
/* The fields of a step: labels, values, the line that is typed, findings. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "tui/view_part.h"

enum { LINE_MAX_BYTES = SCREEN_COLUMNS_MAX * CELL_BYTES };

/* What is needed of a step, in its order. */
struct needed {
	size_t index[FIELDS_MAX];
	size_t count;
	size_t at; /* which of them is the current one */
};

static struct needed
needed_fields(const struct view *view)
{
	const struct wizard *wizard = view->wizard;
	struct needed needed = { .count = 0 };
	size_t i;

	for (i = 0; i < step_field_count(wizard->step) && i < FIELDS_MAX; i++) {
		if (!field_is_needed(step_field(wizard->step, i),
		    &wizard->answers))
			continue;
		if (i == wizard->field)
			needed.at = needed.count;
		needed.index[needed.count++] = i;
	}
	return needed;
}

void
view_editor(struct view *view, struct page *page)
{
	char line[LINE_MAX_BYTES];
	size_t cursor = 0;
	struct area area = page->area;
	int row = page_next(page);

	if (page->screen != NULL && row >= 0) {
		screen_put(page->screen, row, area.column, STYLE_PLAIN, ">");
		editor_view(&view->face->editor, (size_t)area.columns - 2,
		    line, sizeof(line), &cursor);
		screen_put(page->screen, row, area.column + 2, STYLE_PLAIN,
		    line);
		explicit_bzero(line, sizeof(line));
		page_point(page, 2 + (int)cursor);
	}
	page->row++;
}

void
view_found(struct page *page, const struct finding *found)
{
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	view_sentence(&words, found->text);
	if (found->is_warning && strstr(found->text, "Enter") == NULL)
		text_adds(&words, ". Enter keeps it as it is");
	page_marked(page, "! ", STYLE_FINDING, words.at);
	if (found->suggestion[0] != '\0') {
		text_reset(&words);
		text_addf(&words, "Down takes %s", found->suggestion);
		if (found->other[0] != '\0')
			text_addf(&words, ", and once more %s", found->other);
		page_marked(page, "  ", STYLE_PLAIN, words.at);
	}
	text_clear(&words);
}

bool
view_finding(struct view *view, struct page *page)
{
	const struct finding *found = face_finding(view->face);

	if (found->text[0] == '\0')
		return false;
	page_point(page, 0);
	view_found(page, found);
	return true;
}

/* The proposed value, when nothing was answered yet. */
static void
add_proposal(const struct view *view, const struct field *field,
    struct text *out)
{
	size_t at = out->len;

	field_default(field, &view->known, out);
	if (out->len > at && answers_typed(view->known.answers,
	    field->setting)[0] == '\0')
		text_adds(out, " (proposed)");
}

static void
add_choice(const struct view *view, const struct field *field,
    struct text *out)
{
	struct text value;
	bool is_answered = answers_typed(view->known.answers,
	    field->setting)[0] != '\0';
	size_t i;

	text_init(&value, ANSWER_SIZE);
	field_default(field, &view->known, &value);
	i = field_choice(field, value.at);
	if (i < field->choice_count)
		text_addf(out, "%s%s", field->choices[i].label,
		    is_answered ? "" : " (proposed)");
	text_clear(&value);
}

/* What is stored of a field that is not being typed. */
static void
add_stored(const struct view *view, size_t index, struct text *out)
{
	const struct field *field = step_field(view->wizard->step, index);
	const struct field_record *record =
	    &view->wizard->fields[view->wizard->step][index];

	switch (field->kind) {
	case FIELD_CHOICE:
		add_choice(view, field, out);
		break;
	case FIELD_CONFIRM:
		text_adds(out, answers_is(view->known.answers, field->setting,
		    "yes") ? "(done)" : "(not yet)");
		break;
	case FIELD_SECRET:
		text_adds(out, record->is_given ? "given, not shown"
						: "not given yet");
		break;
	case FIELD_PASTE:
		break;
	default:
		add_proposal(view, field, out);
		if (out->len > 0)
			break;
		if (field->follows)
			text_adds(out, "follows from the others");
		else
			text_adds(out, field->optional &&
			    field->kind != FIELD_DATE ? "none"
						      : "not given yet");
	}
}

/* What is chosen or confirmed goes beside its label, a value below it. */
static void
draw_stored(struct view *view, struct page *page, size_t index)
{
	const struct finding *found =
	    &view->wizard->fields[view->wizard->step][index].finding;
	const struct field *field = step_field(view->wizard->step, index);
	bool is_beside = field->kind == FIELD_CHOICE ||
	    field->kind == FIELD_CONFIRM;
	struct text words;

	text_init(&words, VIEW_TEXT_MAX);
	field_label(field, &view->known, &words);
	if (is_beside) {
		text_adds(&words, field->kind == FIELD_CHOICE ? ": " : " ");
	} else {
		page_say(page, STYLE_PLAIN, words.at);
		text_reset(&words);
	}
	add_stored(view, index, &words);
	if (is_beside)
		page_say(page, STYLE_PLAIN, words.at);
	else
		page_line(page, 2, STYLE_PLAIN, words.at);
	text_clear(&words);
	if (found->text[0] != '\0')
		view_found(page, found);
}

/* A line that is only answered by Enter. */
static void
draw_enter(struct page *page, const char *words)
{
	page_point(page, 0);
	page_marked(page, "> ", STYLE_PLAIN, words);
}

static const char *
enter_words(const struct view *view, const struct field *field)
{
	return answers_is(view->known.answers, field->setting, "yes")
	    ? "Done. Enter goes on." : "Press Enter when it is so.";
}

static void
add_secret_hint(const struct view *view, bool is_alone, struct text *out)
{
	if (view->wizard->fields[view->wizard->step][view->wizard->field]
	    .is_given)
		text_adds(out, "Enter alone keeps the one that was given. ");
	if (is_alone)
		text_adds(out, "Paste it now: selecting text in this window "
		    "replaces what you copied.");
}

/* Does not change while something is typed, so that nothing but the typed
 * character has to be sent. What is proposed is example enough. */
static void
add_hint(const struct view *view, const struct field *field, struct text *out)
{
	struct text value;

	if (field->kind == FIELD_PASTE) {
		text_adds(out, "Enter alone shows the address to open.");
		return;
	}
	text_init(&value, ANSWER_SIZE);
	field_default(field, &view->known, &value);
	if (field->follows && value.len > 0)
		text_addf(out, "Left empty: %s", value.at);
	else if (field->fallback == NULL || value.len == 0)
		text_addf(out, "%sExample: %s", field->optional
		    ? "May stay empty. " : "", field->example);
	text_clear(&value);
}

/* Is there room for what is said below a field? What has to be known before a
 * secret is pasted is in the advice, and said here when that may be out of
 * sight. */
static bool
has_hint(const struct page *page, const struct field *field)
{
	static const unsigned spares[] = {
		[FIELD_LINE] = THRIFT_HINTS,
		[FIELD_SECRET] = THRIFT_FIXED,
		[FIELD_PASTE] = THRIFT_HINTS,
		[FIELD_CHOICE] = THRIFT_SEAMS | THRIFT_HINTS,
		[FIELD_DATE] = THRIFT_HINTS,
	};

	return field->kind != FIELD_CONFIRM &&
	    (page->thrift & spares[field->kind]) == 0;
}

static void
draw_hint(struct view *view, struct page *page, const struct field *field)
{
	bool is_alone = (page->thrift & (THRIFT_SCROLL | THRIFT_WORDS)) != 0;
	struct text hint;

	if (!has_hint(page, field))
		return;
	text_init(&hint, VIEW_TEXT_MAX);
	if (field->kind == FIELD_SECRET)
		add_secret_hint(view, is_alone, &hint);
	else if (field->kind != FIELD_CHOICE)
		add_hint(view, field, &hint);
	else if (view->face->choice < field->choice_count)
		text_adds(&hint, field->choices[view->face->choice].help);
	page_marked(page, "  ", STYLE_PLAIN, hint.at);
	text_clear(&hint);
}

static void
draw_label(struct view *view, struct page *page, const struct needed *needed)
{
	struct text label;

	text_init(&label, VIEW_TEXT_MAX);
	field_label(wizard_field(view->wizard), &view->known, &label);
	if ((page->thrift & THRIFT_FIELDS) != 0 && needed->count > 1)
		text_addf(&label, " (%zu of %zu)", needed->at + 1,
		    needed->count);
	page_say(page, STYLE_PLAIN, label.at);
	text_clear(&label);
}

static void
draw_current(struct view *view, struct page *page,
    const struct needed *needed)
{
	const struct field *field = wizard_field(view->wizard);

	draw_label(view, page, needed);
	if (field->kind == FIELD_CHOICE)
		view_choices(view, page);
	else if (face_is_editing(view->face))
		view_editor(view, page);
	else
		draw_enter(page, enter_words(view, field));
	if (!view_finding(view, page))
		draw_hint(view, page, field);
}

void
view_fields(struct view *view, struct page *page)
{
	struct needed needed = needed_fields(view);
	size_t i;

	for (i = 0; i < needed.count; i++) {
		if ((page->thrift & THRIFT_FIELDS) != 0 && i != needed.at)
			continue;
		page_gap(page);
		if (i == needed.at)
			draw_current(view, page, &needed);
		else
			draw_stored(view, page, needed.index[i]);
	}
}

static void
add_choice_helps(const struct view *view, const struct field *field,
    struct page *page)
{
	struct text words;
	size_t i;

	(void)view;
	text_init(&words, VIEW_TEXT_MAX);
	for (i = 0; i < field->choice_count; i++) {
		text_reset(&words);
		text_addf(&words, "%s: %s", field->choices[i].label,
		    field->choices[i].help);
		page_gap(page);
		page_say(page, STYLE_PLAIN, words.at);
	}
	text_clear(&words);
}

void
view_field_help(struct view *view, struct page *page)
{
	const struct field *field = wizard_field(view->wizard);
	struct text words;

	if (field == NULL)
		return;
	text_init(&words, VIEW_TEXT_MAX);
	field_label(field, &view->known, &words);
	page_say(page, STYLE_TITLE, words.at);
	page_gap(page);
	text_reset(&words);
	if (field_help(field, &view->known, &words))
		page_say(page, STYLE_PLAIN, words.at);
	add_choice_helps(view, field, page);
	text_clear(&words);
}
