/* Preset `audit`: every hypothesis of the theorems for every activation, as the claims, checked for it, show it. */
#include <stdlib.h>
#include <string.h>

#include "audit/claim.h"
#include "audit/marks.h"
#include "base/memory.h"
#include "report/preset_parts.h"

enum { ACTIVATIONS = 6, SEED = 1 };

/* A text and the activations of which it was said, bits 1 << activation. */
typedef struct said {
    char *text;
    unsigned of;
} said;

/* Distinct texts in the order they came. */
typedef struct texts {
    said *items;
    size_t count;
} texts;

static void add_text(texts *list, const char *text, int activation)
{
    size_t i = 0;
    if (text[0] == '\0')
        return;
    while (i < list->count && strcmp(list->items[i].text, text) != 0)
        i++;
    if (i == list->count) {
        list->items = nw_grow(list->items, list->count + 1, sizeof *list->items);
        list->items[list->count++] = (said){.text = nw_copy_text(text)};
    }
    list->items[i].of |= 1u << activation;
}

static void clear_texts(texts *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i].text);
    free(list->items);
}

/* What all claims say of one hypothesis. */
typedef struct row {
    bool spoken[ACTIVATIONS];
    nw_mark marks[ACTIVATIONS]; /* the worst */
    texts claims, rates, reasons;
} row;

typedef struct collection {
    row rows[NW_HYPOTHESIS_COUNT];
    nw_text verdicts; /* "H1 holds, H2 holds" */
    nw_text open;     /* claims whose marks count for nothing */
} collection;

/* ---- collecting ---- */

static int hypothesis_of(const char *id)
{
    int i = 0;
    while (i < NW_HYPOTHESIS_COUNT && strcmp(nw_hypotheses[i].id, id) != 0)
        i++;
    return i;
}

static int activation_of(const char *word)
{
    int i = 0;
    while (i < ACTIVATIONS && strcmp(nw_mark_activations[i], word) != 0)
        i++;
    return i;
}

static int mark_of(const char *word)
{
    int i = 0;
    while (i < NW_MARK_COUNT && strcmp(nw_mark_word((nw_mark)i), word) != 0)
        i++;
    return i;
}

/* A claim that does not hold shows nothing: its marks become unknown. */
static void take_mark(collection *all, const nw_claim *claim, const nw_evidence_part *part, size_t at, bool holds)
{
    int hypothesis = hypothesis_of(nw_evidence_text(part, at, NW_MARK_HYPOTHESIS));
    int activation = activation_of(nw_evidence_text(part, at, NW_MARK_ACTIVATION));
    int mark = holds ? mark_of(nw_evidence_text(part, at, NW_MARK_VERDICT)) : NW_MARK_UNKNOWN;
    if (hypothesis == NW_HYPOTHESIS_COUNT || activation == ACTIVATIONS || mark == NW_MARK_COUNT)
        return; /* a claim's test refuses such rows */
    row *r = &all->rows[hypothesis];
    if (!r->spoken[activation] || (int)r->marks[activation] < mark)
        r->marks[activation] = (nw_mark)mark;
    r->spoken[activation] = true;
    add_text(&r->claims, claim->id, activation);
    if (holds) {
        add_text(&r->rates, nw_evidence_text(part, at, NW_MARK_RATE), activation);
        add_text(&r->reasons, nw_evidence_text(part, at, NW_MARK_REASON), activation);
    }
}

static nw_status take_claim(collection *all, const nw_claim *claim, const nw_audit_run *run, nw_error *error)
{
    nw_evidence *evidence = nw_evidence_new();
    nw_status status = claim->check(evidence, claim, run, error);
    bool holds = evidence->verdict == NW_HOLDS;
    const nw_evidence_part *part = nw_evidence_part_find(evidence, "verdicts");
    for (size_t i = 0; status == NW_OK && part != NULL && i < nw_evidence_rows(part); i++)
        take_mark(all, claim, part, i, holds);
    nw_text_addf(&all->verdicts, "%s%s %s", all->verdicts.length == 0 ? "" : ", ", claim->id,
                 nw_verdict_word(evidence->verdict));
    if (!holds && part != NULL)
        nw_text_addf(&all->open, "%s%s", all->open.length == 0 ? "" : ", ", claim->id);
    nw_evidence_free(evidence);
    return status;
}

static nw_status collect(collection *all, nw_context *context, nw_error *error)
{
    nw_audit_grid given = {0};
    nw_audit_run run = {.given = &given, .context = context, .quick = true, .seed = SEED};
    nw_status status = NW_OK;
    for (size_t i = 0; status == NW_OK && nw_claim_at(i) != NULL; i++)
        status = take_claim(all, nw_claim_at(i), &run, error);
    return status;
}

static void clear(collection *all)
{
    for (int i = 0; i < NW_HYPOTHESIS_COUNT; i++) {
        clear_texts(&all->rows[i].claims);
        clear_texts(&all->rows[i].rates);
        clear_texts(&all->rows[i].reasons);
    }
    nw_text_clear(&all->verdicts);
    nw_text_clear(&all->open);
}

/* ---- the table ---- */

/* "relu, crelu: text", or the text alone where it is said of all that are spoken of. */
static char *whose(const said *item, const row *r)
{
    unsigned spoken = 0;
    nw_text text = {0};
    for (int i = 0; i < ACTIVATIONS; i++)
        spoken |= r->spoken[i] ? 1u << i : 0;
    for (int i = 0; item->of != spoken && i < ACTIVATIONS; i++)
        if ((item->of & 1u << i) != 0)
            nw_text_addf(&text, "%s%s", text.length == 0 ? "" : ", ", nw_mark_activations[i]);
    nw_text_addf(&text, "%s%s", text.length == 0 ? "" : ": ", item->text);
    return nw_text_take(&text);
}

/* All texts for programs; the numbers of their notes for people. */
static void add_noted(nw_table *table, const texts *list, const row *r)
{
    nw_text full = {0}, shown = {0};
    for (size_t i = 0; i < list->count; i++) {
        char *text = whose(&list->items[i], r);
        nw_text_addf(&full, "%s%s", i == 0 ? "" : "; ", text);
        nw_text_addf(&shown, "%s[%zu]", i == 0 ? "" : " ", nw_table_note(table, text));
        free(text);
    }
    nw_table_full_and_shown(table, nw_text_string(&full), nw_text_string(&shown));
    nw_text_clear(&full);
    nw_text_clear(&shown);
}

static void add_hypothesis(nw_table *table, const nw_hypothesis_row *hypothesis)
{
    char *note = nw_format("%s: %s", hypothesis->id, hypothesis->text);
    char *shown = nw_format("%s [%zu]", hypothesis->id, nw_table_note(table, note));
    nw_table_text(table, hypothesis->theorem);
    nw_table_full_and_shown(table, hypothesis->id, shown);
    free(note);
    free(shown);
}

static void add_row(nw_table *table, const nw_hypothesis_row *hypothesis, const row *r)
{
    nw_text claims = {0};
    add_hypothesis(table, hypothesis);
    for (int i = 0; i < ACTIVATIONS; i++)
        if (r->spoken[i])
            nw_table_text(table, nw_mark_word(r->marks[i]));
        else
            nw_table_full_and_shown(table, "", "-");
    for (size_t i = 0; i < r->claims.count; i++)
        nw_text_addf(&claims, "%s%s", i == 0 ? "" : ", ", r->claims.items[i].text);
    nw_table_text(table, nw_text_string(&claims));
    add_noted(table, &r->rates, r);
    add_noted(table, &r->reasons, r);
    nw_text_clear(&claims);
}

static void add_columns(nw_table *table)
{
    nw_table_column(table, NW_COLUMN_TEXT, "theorem", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "hypothesis", NULL, NULL);
    for (int i = 0; i < ACTIVATIONS; i++)
        nw_table_column(table, NW_COLUMN_TEXT, nw_mark_activations[i], NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "claims", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "known_instead", "known instead", NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "reason", "why", NULL);
}

nw_status nw_preset_audit(nw_table *table, const nw_preset_options *options, nw_context *context, nw_error *error)
{
    (void)options;
    collection all = {0};
    nw_status status = collect(&all, context, error);
    if (status == NW_OK) {
        nw_table_title(table, "The theorems' hypotheses, activation by activation, as the audit's claims show them");
        add_columns(table);
        for (int i = 0; i < NW_HYPOTHESIS_COUNT; i++)
            add_row(table, &nw_hypotheses[i], &all.rows[i]);
        nw_table_notef(table, "checked for this table (nwidth audit --quick): %s", nw_text_string(&all.verdicts));
        if (all.open.length > 0)
            nw_table_notef(table, "what these claims would show counts as unknown here: %s", nw_text_string(&all.open));
        nw_table_note(table, "-: no claim speaks of it; yarotsky: Yarotsky's sigmoidal activation of 2021; crelu: "
                             "clipped ReLU");
    }
    clear(&all);
    return status;
}
