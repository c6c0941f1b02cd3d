#include "report/claim_report.h"

#include <stdlib.h>

#include "base/memory.h"
#include "report/claim_parts.h"
#include "report/table.h"

enum { EXPLAIN_WIDTH = 80 };

char *nw_claim_axes_text(const nw_claim *claim)
{
    nw_text text = {0};
    for (const nw_param *axis = claim->axes; *axis != NW_PARAM_COUNT; axis++) {
        bool last = axis[1] == NW_PARAM_COUNT;
        nw_text_addf(&text, "%s--%s", text.length == 0 ? "" : last ? " and " : ", ", nw_parameters[*axis].name);
    }
    return text.length == 0 ? nw_copy_text("no setting") : nw_text_take(&text);
}

void nw_claim_list(FILE *stream, nw_style style, const nw_origin *origin)
{
    nw_table *table = nw_table_new("claims");
    nw_table_column(table, NW_COLUMN_TEXT, "claim", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "title", NULL, NULL);
    for (size_t i = 0; nw_claim_at(i) != NULL; i++) {
        nw_table_text(table, nw_claim_at(i)->id);
        nw_table_text(table, nw_claim_at(i)->title);
    }
    nw_table_write(stream, table, style, origin);
    nw_table_free(table);
}

/* ---- one claim explained ---- */

static void put_axes(json_t *object, const nw_claim *claim)
{
    json_t *axes = json_array();
    for (const nw_param *axis = claim->axes; *axis != NW_PARAM_COUNT; axis++)
        nw_json_append(axes, nw_json_string(nw_parameters[*axis].name));
    nw_json_put(object, "settings", axes);
}

void nw_claim_put_constants(json_t *object, const nw_claim *claim)
{
    json_t *constants = json_array();
    for (const nw_claim_constant *constant = claim->constants; constant->name != NULL; constant++) {
        json_t *item = json_object();
        nw_json_put_text(item, "name", constant->name);
        nw_json_put_text(item, "value", constant->value);
        nw_json_put_text(item, "meaning", constant->meaning);
        nw_json_append(constants, item);
    }
    nw_json_put(object, "constants", constants);
}

void nw_claim_put(json_t *object, const nw_claim *claim)
{
    nw_json_put_text(object, "claim", claim->id);
    nw_json_put_text(object, "title", claim->title);
    nw_json_put_text(object, "statement", claim->statement);
    nw_json_put_text(object, "method", claim->method);
}

static void add_section(nw_text *text, const char *heading, const char *body)
{
    nw_text_addf(text, "\n%s\n  ", heading);
    nw_text_wrap(text, body, 2, 2, EXPLAIN_WIDTH);
}

/* "name = value: meaning", a line each. */
static void add_constants(nw_text *text, const nw_claim *claim)
{
    if (claim->constants[0].name != NULL)
        nw_text_add(text, "\nConstants\n");
    for (const nw_claim_constant *constant = claim->constants; constant->name != NULL; constant++) {
        char *line = nw_format("%s = %s: %s", constant->name, constant->value, constant->meaning);
        nw_text_add_spaces(text, 2);
        nw_text_wrap(text, line, 2, 4, EXPLAIN_WIDTH);
        free(line);
    }
}

void nw_claim_explain(FILE *stream, const nw_claim *claim, nw_style style, const nw_origin *origin)
{
    if (style == NW_STYLE_JSON) {
        json_t *document = nw_json_head(origin);
        nw_claim_put(document, claim);
        nw_claim_put_constants(document, claim);
        put_axes(document, claim);
        nw_json_write(stream, document);
        return;
    }
    nw_text text = {0};
    char *heading = nw_format("%s: %s", claim->id, claim->title);
    char *axes = nw_claim_axes_text(claim);
    nw_text_wrap(&text, heading, 0, 0, EXPLAIN_WIDTH);
    add_section(&text, "Claim", claim->statement);
    add_section(&text, "Check", claim->method);
    add_constants(&text, claim);
    add_section(&text, "Settings that may be given", axes);
    fputs(nw_text_string(&text), stream);
    nw_text_clear(&text);
    free(heading);
    free(axes);
}

/* ---- verdicts ---- */

char *nw_claim_verdict_line(const nw_claim *claim, const nw_evidence *evidence)
{
    const char *verb = evidence->verdict == NW_UNDECIDED ? "is " : "";
    return nw_format("%s %s%s: %s", claim->id, verb, nw_verdict_word(evidence->verdict), evidence->summary);
}

void nw_claim_put_verdict(json_t *object, const nw_evidence *evidence)
{
    nw_json_put_text(object, "verdict", nw_verdict_word(evidence->verdict));
    nw_json_put_text(object, "summary", evidence->summary);
    nw_json_put_count(object, "proved", evidence->proved);
    nw_json_put_count(object, "refuted", evidence->refuted);
    nw_json_put_count(object, "undecided", evidence->undecided);
}

/* ---- several claims ---- */

static void write_lines(FILE *stream, const nw_claim *const *claims, nw_evidence *const *evidence, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *verdict = nw_claim_verdict_line(claims[i], evidence[i]);
        fprintf(stream, "%s\n", verdict);
        free(verdict);
    }
}

static void write_claims_json(FILE *stream, const nw_claim *const *claims, nw_evidence *const *evidence, size_t count,
                              const nw_origin *origin)
{
    json_t *document = nw_json_head(origin), *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *item = json_object();
        nw_json_put_text(item, "claim", claims[i]->id);
        nw_json_put_text(item, "title", claims[i]->title);
        nw_claim_put_verdict(item, evidence[i]);
        nw_json_append(list, item);
    }
    nw_json_put(document, "claims", list);
    nw_json_write(stream, document);
}

void nw_claims_write(FILE *stream, const nw_claim *const *claims, nw_evidence *const *evidence, size_t count,
                     nw_style style, bool bare, const nw_origin *origin)
{
    if (style == NW_STYLE_JSON) {
        write_claims_json(stream, claims, evidence, count, origin);
        return;
    }
    if (style == NW_STYLE_TEXT && bare) {
        write_lines(stream, claims, evidence, count);
        return;
    }
    nw_table *table = nw_table_new("audit");
    nw_table_column(table, NW_COLUMN_TEXT, "claim", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "verdict", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "title", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "summary", NULL, NULL);
    table->columns[3].hidden = style == NW_STYLE_TEXT;
    for (size_t i = 0; i < count; i++) {
        nw_table_text(table, claims[i]->id);
        nw_table_text(table, nw_verdict_word(evidence[i]->verdict));
        nw_table_text(table, claims[i]->title);
        nw_table_text(table, evidence[i]->summary);
    }
    nw_table_write(stream, table, style, origin);
    nw_table_free(table);
}
