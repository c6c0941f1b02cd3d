/* The evidence of a claim in every format. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/claim_parts.h"
#include "report/claim_report.h"
#include "report/table.h"
#include "report/table_writers.h"

static nw_column_kind kind_of(const nw_evidence_column *column)
{
    switch (column->kind) {
    case NW_EVIDENCE_INTEGER:
        return NW_COLUMN_INTEGER;
    case NW_EVIDENCE_NUMBER:
        return NW_COLUMN_NUMBER;
    case NW_EVIDENCE_TEXT:
    case NW_EVIDENCE_REASON:
        break;
    }
    return NW_COLUMN_TEXT;
}

static void add_cell(nw_table *table, const nw_evidence_column *column, const char *text, bool for_people)
{
    if (!for_people || column->kind != NW_EVIDENCE_REASON || text[0] == '\0') {
        nw_table_text(table, text);
        return;
    }
    char *number = nw_format("[%zu]", nw_table_note(table, text));
    nw_table_full_and_shown(table, text, number);
    free(number);
}

/* The table of one part; with the last one stand the notes of the evidence. */
static nw_table *part_table(const nw_claim *claim, const nw_evidence *evidence, size_t index, bool for_people)
{
    const nw_evidence_part *part = &evidence->parts[index];
    char *id = nw_format("audit-%s-%s", claim->id, part->name);
    nw_table *table = nw_table_new(id);
    free(id);
    for (size_t i = 0; i < part->column_count; i++) {
        const nw_evidence_column *column = &part->columns[i];
        nw_table_column(table, kind_of(column), column->name, column->header, NULL);
        table->columns[i].hidden = for_people && column->data_only;
    }
    for (size_t row = 0; row < nw_evidence_rows(part); row++)
        for (size_t i = 0; i < part->column_count; i++)
            add_cell(table, &part->columns[i], nw_evidence_text(part, row, i), for_people);
    for (size_t i = 0; index + 1 == evidence->part_count && i < evidence->note_count; i++)
        nw_table_note(table, evidence->notes[i]);
    return table;
}

static nw_table **part_tables(const nw_claim *claim, const nw_evidence *evidence, bool for_people)
{
    nw_table **tables = nw_alloc(evidence->part_count, sizeof(nw_table *));
    for (size_t i = 0; i < evidence->part_count; i++)
        tables[i] = part_table(claim, evidence, i, for_people);
    return tables;
}

static void free_tables(nw_table **tables, size_t count)
{
    for (size_t i = 0; i < count; i++)
        nw_table_free(tables[i]);
    free(tables);
}

/* ---- formats ---- */

static void write_wrapped(FILE *stream, const char *line)
{
    nw_text text = {0};
    nw_text_wrap(&text, line, 0, 0, NW_LINE_WIDTH);
    fputs(nw_text_string(&text), stream);
    nw_text_clear(&text);
}

static void write_text(FILE *stream, const nw_claim *claim, const nw_evidence *evidence, const char *verdict,
                       const nw_origin *origin)
{
    char *heading = nw_format("%s: %s", claim->id, claim->title);
    nw_table **tables = part_tables(claim, evidence, true);
    bool several = evidence->part_count > 1;
    if (several) {
        write_wrapped(stream, heading);
        fputc('\n', stream);
    }
    for (size_t i = 0; i < evidence->part_count; i++) {
        nw_table_title(tables[i], "%s", several ? evidence->parts[i].title : heading);
        nw_write_text_table(stream, tables[i], NULL);
        fputc('\n', stream);
    }
    free_tables(tables, evidence->part_count);
    free(heading);
    write_wrapped(stream, verdict);
    if (origin != NULL)
        fputc('\n', stream);
    nw_write_origin(stream, "# ", origin);
}

/* LaTeX and Markdown: a table a part; the first says the verdict. */
static void write_tables(FILE *stream, const nw_claim *claim, const nw_evidence *evidence, const char *verdict,
                         nw_style style, const nw_origin *origin)
{
    nw_table **tables = part_tables(claim, evidence, true);
    for (size_t i = 0; i < evidence->part_count; i++) {
        const char *title = evidence->parts[i].title;
        if (evidence->part_count == 1)
            nw_table_title(tables[i], "%s", verdict);
        else if (i == 0)
            nw_table_title(tables[i], "%s. Evidence: %s", verdict, title);
        else
            nw_table_title(tables[i], "%s: %s", claim->id, title);
    }
    nw_tables_write(stream, tables, evidence->part_count, style, origin);
    free_tables(tables, evidence->part_count);
}

static size_t find_column(const nw_table *table, const char *name)
{
    size_t i = 0;
    while (i < table->column_count && strcmp(table->columns[i].name, name) != 0)
        i++;
    return i;
}

/* The columns of all parts, each name once, behind the name of the part. */
static nw_table *joined(nw_table *const *tables, const nw_evidence *evidence)
{
    nw_table *all = nw_table_new("audit");
    nw_table_column(all, NW_COLUMN_TEXT, "table", NULL, NULL);
    for (size_t i = 0; i < evidence->part_count; i++)
        for (size_t j = 0; j < tables[i]->column_count; j++)
            if (find_column(all, tables[i]->columns[j].name) == all->column_count)
                nw_table_column(all, tables[i]->columns[j].kind, tables[i]->columns[j].name, NULL, NULL);
    for (size_t i = 0; i < evidence->part_count; i++)
        for (size_t row = 0; row < nw_table_rows(tables[i]); row++) {
            nw_table_text(all, evidence->parts[i].name);
            for (size_t j = 1; j < all->column_count; j++) {
                size_t own = find_column(tables[i], all->columns[j].name);
                nw_table_text(all, own < tables[i]->column_count ? nw_table_full(tables[i], row, own) : "");
            }
        }
    for (size_t i = 0; i < evidence->note_count; i++)
        nw_table_note(all, evidence->notes[i]);
    return all;
}

static void write_csv(FILE *stream, const nw_claim *claim, const nw_evidence *evidence, const nw_origin *origin)
{
    nw_table **tables = part_tables(claim, evidence, false);
    if (evidence->part_count == 1) {
        nw_write_csv_table(stream, tables[0], origin);
    } else {
        nw_table *all = joined(tables, evidence);
        nw_write_csv_table(stream, all, origin);
        nw_table_free(all);
    }
    free_tables(tables, evidence->part_count);
}

static json_t *part_json(const nw_evidence_part *part)
{
    json_t *object = json_object(), *rows = json_array();
    nw_json_put_text(object, "table", part->name);
    nw_json_put_text(object, "title", part->title);
    for (size_t row = 0; row < nw_evidence_rows(part); row++) {
        json_t *cells = json_object();
        for (size_t i = 0; i < part->column_count; i++) {
            const char *text = nw_evidence_text(part, row, i);
            nw_json_put(cells, part->columns[i].name, text[0] == '\0' ? json_null() : nw_json_string(text));
        }
        nw_json_append(rows, cells);
    }
    nw_json_put(object, "rows", rows);
    return object;
}

static void write_json(FILE *stream, const nw_claim *claim, const nw_evidence *evidence, const nw_origin *origin)
{
    json_t *document = nw_json_head(origin);
    nw_claim_put(document, claim);
    nw_claim_put_constants(document, claim);
    nw_claim_put_verdict(document, evidence);
    json_t *parts = json_array();
    for (size_t i = 0; i < evidence->part_count; i++)
        nw_json_append(parts, part_json(&evidence->parts[i]));
    nw_json_put(document, "evidence", parts);
    json_t *notes = json_array();
    for (size_t i = 0; i < evidence->note_count; i++)
        nw_json_append(notes, nw_json_string(evidence->notes[i]));
    nw_json_put(document, "notes", notes);
    nw_json_write(stream, document);
}

void nw_claim_write(FILE *stream, const nw_claim *claim, const nw_evidence *evidence, nw_style style, bool bare,
                    const nw_origin *origin)
{
    char *verdict = nw_claim_verdict_line(claim, evidence);
    if (style == NW_STYLE_JSON)
        write_json(stream, claim, evidence, origin);
    else if (style == NW_STYLE_CSV)
        write_csv(stream, claim, evidence, origin);
    else if (style == NW_STYLE_TEXT && bare)
        fprintf(stream, "%s\n", verdict);
    else if (style == NW_STYLE_TEXT)
        write_text(stream, claim, evidence, verdict, origin);
    else
        write_tables(stream, claim, evidence, verdict, style, origin);
    free(verdict);
}
