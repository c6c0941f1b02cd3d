/* Aligned columns for a terminal.  Where they do not fit into NW_LINE_WIDTH, headers and text cells wrap. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/table_writers.h"

enum { GAP = 2, LEAST_TEXT_WIDTH = 16 };

struct layout {
    const nw_table *table;
    size_t *width; /* of each column; 0 for hidden ones */
};

static size_t longest_word(const char *text)
{
    size_t longest = 0;
    while (*(text += strspn(text, " ")) != '\0') {
        size_t bytes = strcspn(text, " ");
        longest = bytes > longest ? bytes : longest;
        text += bytes;
    }
    return longest;
}

/* The most that `measure` says of the cells of a column. */
static size_t most_of_cells(const nw_table *table, size_t column, size_t (*measure)(const char *))
{
    size_t most = 0;
    for (size_t row = 0; row < nw_table_rows(table); row++) {
        size_t measured = measure(nw_table_shown(table, row, column));
        most = measured > most ? measured : most;
    }
    return most;
}

/* The least a column can be narrowed to: words, such as those of targets, are not broken. */
static size_t least_width(const nw_table *table, size_t index, size_t cells)
{
    const nw_column *column = &table->columns[index];
    size_t word = longest_word(column->header), least = cells;
    if (column->kind == NW_COLUMN_TEXT && cells > LEAST_TEXT_WIDTH) {
        size_t unbroken = most_of_cells(table, index, longest_word);
        least = unbroken > LEAST_TEXT_WIDTH ? unbroken : LEAST_TEXT_WIDTH;
    }
    return word > least ? word : least;
}

static void choose_widths(struct layout *layout)
{
    const nw_table *table = layout->table;
    size_t *least = nw_alloc(table->column_count, sizeof *least);
    size_t total = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        const nw_column *column = &table->columns[i];
        if (column->hidden)
            continue;
        size_t cells = most_of_cells(table, i, nw_text_columns);
        size_t header = nw_text_columns(column->header);
        layout->width[i] = header > cells ? header : cells;
        least[i] = least_width(table, i, cells);
        total += layout->width[i] + (total > 0 ? GAP : 0);
    }
    while (total > NW_LINE_WIDTH) {
        size_t chosen = table->column_count;
        for (size_t i = 0; i < table->column_count; i++)
            if (layout->width[i] > least[i] &&
                (chosen == table->column_count || layout->width[i] > layout->width[chosen]))
                chosen = i;
        if (chosen == table->column_count)
            break;
        layout->width[chosen]--;
        total--;
    }
    free(least);
}

/* Takes one line's worth of words from *rest. */
static void take_line(nw_text *line, const char **rest, size_t width)
{
    nw_text_reset(line);
    const char *at = *rest + strspn(*rest, " ");
    size_t columns = 0;
    while (*at != '\0') {
        size_t bytes = strcspn(at, " ");
        nw_text word = {0};
        nw_text_add_bytes(&word, at, bytes);
        size_t wide = nw_text_columns(nw_text_string(&word));
        bool fits = columns == 0 || columns + 1 + wide <= width;
        if (fits) {
            if (columns > 0)
                nw_text_add_char(line, ' ');
            nw_text_add(line, nw_text_string(&word));
            columns += wide + (columns > 0);
        }
        nw_text_clear(&word);
        if (!fits)
            break;
        at += bytes;
        at += strspn(at, " ");
    }
    *rest = at;
}

static void strip_end(nw_text *line)
{
    while (line->length > 0 && line->data[line->length - 1] == ' ')
        line->data[--line->length] = '\0';
}

/* Writes one row, over as many lines as its longest cell needs. */
static void write_row(FILE *stream, const struct layout *layout, const char **cells)
{
    const nw_table *table = layout->table;
    nw_text line = {0}, part = {0};
    bool more = true;
    while (more) {
        more = false;
        nw_text_reset(&line);
        bool first = true;
        for (size_t i = 0; i < table->column_count; i++) {
            if (table->columns[i].hidden)
                continue;
            if (!first)
                nw_text_add_spaces(&line, GAP);
            first = false;
            take_line(&part, &cells[i], layout->width[i]);
            size_t used = nw_text_columns(nw_text_string(&part));
            size_t blanks = layout->width[i] > used ? layout->width[i] - used : 0;
            bool right = table->columns[i].kind != NW_COLUMN_TEXT;
            if (right)
                nw_text_add_spaces(&line, blanks);
            nw_text_add(&line, nw_text_string(&part));
            if (!right)
                nw_text_add_spaces(&line, blanks);
            more = more || cells[i][0] != '\0';
        }
        strip_end(&line);
        fprintf(stream, "%s\n", nw_text_string(&line));
    }
    nw_text_clear(&line);
    nw_text_clear(&part);
}

static void write_rule(FILE *stream, const struct layout *layout)
{
    bool first = true;
    for (size_t i = 0; i < layout->table->column_count; i++) {
        if (layout->table->columns[i].hidden)
            continue;
        if (!first)
            fprintf(stream, "%*s", GAP, "");
        first = false;
        for (size_t j = 0; j < layout->width[i]; j++)
            fputc('-', stream);
    }
    fputc('\n', stream);
}

static void write_notes(FILE *stream, const nw_table *table)
{
    nw_text lines = {0};
    for (size_t i = 0; i < table->note_count; i++) {
        size_t start = lines.length;
        nw_text_addf(&lines, "[%zu] ", i + 1);
        size_t indent = lines.length - start;
        nw_text_wrap(&lines, table->notes[i], indent, indent, NW_LINE_WIDTH);
    }
    if (table->shortened)
        nw_text_wrap(&lines, nw_shortened_note, 0, 0, NW_LINE_WIDTH);
    if (lines.length > 0)
        fprintf(stream, "\n%s", nw_text_string(&lines));
    nw_text_clear(&lines);
}

void nw_write_text_table(FILE *stream, const nw_table *table, const nw_origin *origin)
{
    struct layout layout = {.table = table, .width = nw_alloc(table->column_count, sizeof(size_t))};
    choose_widths(&layout);
    if (table->title[0] != '\0') {
        nw_text title = {0};
        nw_text_wrap(&title, table->title, 0, 0, NW_LINE_WIDTH);
        fprintf(stream, "%s\n", nw_text_string(&title));
        nw_text_clear(&title);
    }
    const char **cells = nw_alloc(table->column_count, sizeof *cells);
    for (size_t i = 0; i < table->column_count; i++)
        cells[i] = table->columns[i].header;
    write_row(stream, &layout, cells);
    write_rule(stream, &layout);
    for (size_t row = 0; row < nw_table_rows(table); row++) {
        for (size_t i = 0; i < table->column_count; i++)
            cells[i] = nw_table_shown(table, row, i);
        write_row(stream, &layout, cells);
    }
    write_notes(stream, table);
    if (origin != NULL)
        fputc('\n', stream);
    nw_write_origin(stream, "# ", origin);
    free(cells);
    free(layout.width);
}
