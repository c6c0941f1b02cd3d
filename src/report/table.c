#include "report/table.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "rational.h"
#include "report/table_writers.h"

nw_table *nw_table_new(const char *id)
{
    nw_table *table = nw_alloc(1, sizeof *table);
    table->id = nw_copy_text(id);
    table->title = nw_copy_text("");
    nw_text_add_char(&table->pool, '\0'); /* offset 0 is the blank text */
    return table;
}

void nw_table_free(nw_table *table)
{
    if (table == NULL)
        return;
    free(table->id);
    free(table->title);
    for (size_t i = 0; i < table->column_count; i++) {
        free(table->columns[i].name);
        free(table->columns[i].header);
        free(table->columns[i].latex);
    }
    free(table->columns);
    free(table->cells);
    for (size_t i = 0; i < table->note_count; i++)
        free(table->notes[i]);
    free(table->notes);
    free(table->note_index);
    nw_text_clear(&table->pool);
    free(table);
}

static char *vformat(const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = nw_alloc(length < 0 ? 1 : (size_t)length + 1, 1);
    if (length > 0)
        vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

void nw_table_title(nw_table *table, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    free(table->title);
    table->title = vformat(format, arguments);
    va_end(arguments);
}

void nw_table_column(nw_table *table, nw_column_kind kind, const char *name, const char *header, const char *latex)
{
    table->columns = nw_grow(table->columns, table->column_count + 1, sizeof *table->columns);
    nw_column *column = &table->columns[table->column_count++];
    header = header != NULL ? header : name;
    *column = (nw_column){.name = nw_copy_text(name), .header = nw_copy_text(header), .kind = kind};
    if (latex != NULL) {
        column->latex = nw_copy_text(latex);
    } else {
        nw_text escaped = {0};
        nw_add_latex(&escaped, header);
        column->latex = nw_text_take(&escaped);
    }
}

/* ---- cells ---- */

static size_t keep(nw_table *table, const char *text)
{
    if (text[0] == '\0')
        return 0;
    size_t at = table->pool.length;
    nw_text_add_bytes(&table->pool, text, strlen(text) + 1);
    return at;
}

static const char *pooled(const nw_table *table, size_t at)
{
    return table->pool.data + at;
}

void nw_table_full_and_shown(nw_table *table, const char *full, const char *shown)
{
    if (table->cell_count == table->cell_room) {
        table->cell_room = table->cell_room == 0 ? 64 : 2 * table->cell_room;
        table->cells = nw_grow(table->cells, table->cell_room, sizeof *table->cells);
    }
    nw_cell *cell = &table->cells[table->cell_count];
    const nw_cell *above = table->cell_count >= table->column_count ? cell - table->column_count : NULL;
    bool same = full == shown || strcmp(full, shown) == 0;
    /* Most columns repeat: a large grid then costs little more than its numbers. */
    if (above != NULL && strcmp(pooled(table, above->full), full) == 0 &&
        (same ? above->shown == above->full : strcmp(pooled(table, above->shown), shown) == 0)) {
        *cell = *above;
    } else {
        cell->full = keep(table, full);
        cell->shown = same ? cell->full : keep(table, shown);
    }
    table->cell_count++;
}

void nw_table_text(nw_table *table, const char *text)
{
    nw_table_full_and_shown(table, text, text);
}

void nw_table_count(nw_table *table, size_t value)
{
    char *text = nw_format("%zu", value);
    nw_table_text(table, text);
    free(text);
}

void nw_table_double(nw_table *table, double value, nw_direction direction, long digits)
{
    char *full = nw_shown_double(value, direction, NW_DOUBLE_DIGITS);
    char *shown = nw_shown_double(value, direction, digits);
    nw_table_full_and_shown(table, full, shown);
    free(full);
    free(shown);
}

void nw_table_blank(nw_table *table)
{
    nw_table_text(table, "");
}

/* Takes both texts; shortened says whether the second one lost digits. */
static void add_number(nw_table *table, char *full, char *shown)
{
    nw_table_full_and_shown(table, full, shown);
    free(full);
    free(shown);
}

void nw_table_integer(nw_table *table, const fmpz_t value, nw_direction direction)
{
    fmpq_t rational;
    fmpq_init(rational);
    fmpq_set_fmpz(rational, value);
    char *full = nw_rational_text(rational);
    fmpq_clear(rational);
    char *shown = nw_shown_integer(value, direction);
    table->shortened = table->shortened || strcmp(full, shown) != 0;
    add_number(table, full, shown);
}

void nw_table_rational(nw_table *table, const fmpq_t value)
{
    char *full = nw_rational_short(value);
    char *shown = nw_shown_rational(value, NW_SHORTENED_DIGITS);
    table->shortened = table->shortened || strstr(shown, "...") != NULL;
    add_number(table, full, shown);
}

void nw_table_enclosure(nw_table *table, const fmpq_t lower, const fmpq_t upper, nw_direction direction, long digits)
{
    const fmpq *end = direction == NW_UP ? upper : lower;
    if ((fmpq_equal(lower, upper) || direction != NW_CUT) && fmpz_is_one(fmpq_denref(end))) {
        nw_table_integer(table, fmpq_numref(end), direction);
        return;
    }
    char *shown = nw_shown_enclosure(lower, upper, direction, digits);
    nw_table_text(table, shown);
    free(shown);
}

/* ---- notes ---- */

/* FNV-1a. */
static size_t hash_of(const char *text)
{
    uint64_t hash = 14695981039346656037u;
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return (size_t)hash;
}

/* The slot where note is, or the free one where it belongs. */
static size_t *note_slot(const nw_table *table, const char *note)
{
    size_t mask = table->note_index_size - 1;
    for (size_t at = hash_of(note) & mask;; at = (at + 1) & mask) {
        size_t number = table->note_index[at];
        if (number == 0 || strcmp(table->notes[number - 1], note) == 0)
            return &table->note_index[at];
    }
}

static void grow_note_index(nw_table *table)
{
    free(table->note_index);
    table->note_index_size = table->note_index_size == 0 ? 32 : 2 * table->note_index_size;
    table->note_index = nw_alloc(table->note_index_size, sizeof *table->note_index);
    for (size_t i = 0; i < table->note_count; i++)
        *note_slot(table, table->notes[i]) = i + 1;
}

size_t nw_table_note(nw_table *table, const char *note)
{
    if (2 * (table->note_count + 1) > table->note_index_size)
        grow_note_index(table);
    size_t *slot = note_slot(table, note);
    if (*slot == 0) {
        if (table->note_count == table->note_room) {
            table->note_room = table->note_room == 0 ? 16 : 2 * table->note_room;
            table->notes = nw_grow(table->notes, table->note_room, sizeof *table->notes);
        }
        table->notes[table->note_count++] = nw_copy_text(note);
        *slot = table->note_count;
    }
    return *slot;
}

void nw_table_notef(nw_table *table, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *note = vformat(format, arguments);
    va_end(arguments);
    nw_table_note(table, note);
    free(note);
}

/* ---- reading ---- */

void nw_table_hide_constant(nw_table *table, size_t columns)
{
    for (size_t column = 0; column < columns; column++) {
        bool constant = true;
        for (size_t row = 1; row < nw_table_rows(table); row++)
            constant = constant && strcmp(nw_table_full(table, 0, column), nw_table_full(table, row, column)) == 0;
        table->columns[column].hidden = constant;
    }
}

size_t nw_table_rows(const nw_table *table)
{
    return table->column_count == 0 ? 0 : table->cell_count / table->column_count;
}

const char *nw_table_full(const nw_table *table, size_t row, size_t column)
{
    return pooled(table, table->cells[row * table->column_count + column].full);
}

const char *nw_table_shown(const nw_table *table, size_t row, size_t column)
{
    return pooled(table, table->cells[row * table->column_count + column].shown);
}

void nw_table_hide_blank(nw_table *table)
{
    size_t rows = nw_table_rows(table);
    for (size_t column = 0; column < table->column_count; column++) {
        bool blank = true;
        for (size_t row = 0; blank && row < rows; row++)
            blank = table->cells[row * table->column_count + column].shown == 0;
        table->columns[column].hidden = blank;
    }
}

void nw_table_write(FILE *stream, const nw_table *table, nw_style style, const nw_origin *origin)
{
    switch (style) {
    case NW_STYLE_TEXT:
        nw_write_text_table(stream, table, origin);
        break;
    case NW_STYLE_JSON:
        nw_write_json_table(stream, table, origin);
        break;
    case NW_STYLE_CSV:
        nw_write_csv_table(stream, table, origin);
        break;
    case NW_STYLE_LATEX:
        nw_write_latex_table(stream, table, origin);
        break;
    case NW_STYLE_MARKDOWN:
        nw_write_markdown_table(stream, table, origin);
        break;
    case NW_STYLE_COUNT:
        break;
    }
}

void nw_tables_write(FILE *stream, nw_table *const *tables, size_t count, nw_style style, const nw_origin *origin)
{
    for (size_t i = 0; i < count; i++) {
        bool here = i == (style == NW_STYLE_TEXT ? count - 1 : 0);
        if (i > 0)
            fputc('\n', stream);
        nw_table_write(stream, tables[i], style, here ? origin : NULL);
    }
}
