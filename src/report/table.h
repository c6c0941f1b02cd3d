/* A table as data: columns, rows of cells, notes.  Writers turn it into every format; nothing here knows a bound.
 *
 * A cell has a full text, exact, for JSON and CSV, and a shown text for people, where a long number is shortened. Cells
 * are added row by row, left to right; a row is complete when every column has its cell. */
#ifndef NW_REPORT_TABLE_H
#define NW_REPORT_TABLE_H

#include <stdbool.h>

#include "report/number.h"
#include "report/style.h"

typedef enum nw_column_kind { NW_COLUMN_TEXT, NW_COLUMN_INTEGER, NW_COLUMN_NUMBER } nw_column_kind;

typedef struct nw_column {
    char *name;   /* key in JSON, header in CSV: "eps" */
    char *header; /* for people: "N_f >=" */
    char *latex;  /* the header in LaTeX, already escaped */
    nw_column_kind kind;
    bool hidden;
} nw_column;

typedef struct nw_cell {
    size_t full, shown; /* where the texts begin in the pool */
} nw_cell;

typedef struct nw_table {
    char *id;    /* "bound", "theorems": label in LaTeX */
    char *title; /* one line, "" for none */
    nw_column *columns;
    size_t column_count;
    nw_cell *cells; /* row by row */
    size_t cell_count, cell_room;
    char **notes;
    size_t note_count, note_room;
    size_t *note_index; /* hash table of notes, 0: empty, else number + 1 */
    size_t note_index_size;
    nw_text pool;
    bool shortened; /* some number is not shown in full; the writers say so */
} nw_table;

nw_table *nw_table_new(const char *id);
void nw_table_free(nw_table *table);

void nw_table_title(nw_table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* header NULL: the name; latex NULL: the escaped header.  All columns come before the first cell. */
void nw_table_column(nw_table *table, nw_column_kind kind, const char *name, const char *header, const char *latex);

/* The next cell. */
void nw_table_text(nw_table *table, const char *text);
void nw_table_full_and_shown(nw_table *table, const char *full, const char *shown);
void nw_table_integer(nw_table *table, const fmpz_t value, nw_direction direction);
void nw_table_rational(nw_table *table, const fmpq_t value); /* exact, as people write it: 0.01 or 1/3 */
void nw_table_enclosure(nw_table *table, const fmpq_t lower, const fmpq_t upper, nw_direction direction, long digits);
void nw_table_count(nw_table *table, size_t value);
/* A double, `digits` of it shown, rounded in the direction. */
void nw_table_double(nw_table *table, double value, nw_direction direction, long digits);
void nw_table_blank(nw_table *table);

/* A line under the table; the same line is kept once.  Returns its number, from 1. */
size_t nw_table_note(nw_table *table, const char *note);
void nw_table_notef(nw_table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Hides columns that are blank in every row. */
void nw_table_hide_blank(nw_table *table);
/* Hides those of the first `columns` columns that say the same in every row, and shows the others. */
void nw_table_hide_constant(nw_table *table, size_t columns);

size_t nw_table_rows(const nw_table *table);
const char *nw_table_full(const nw_table *table, size_t row, size_t column);
const char *nw_table_shown(const nw_table *table, size_t row, size_t column);

/* Writes several tables one after the other.  The origin stands once: at the end of text, at the head of what else has
 * comments. */
void nw_tables_write(FILE *stream, nw_table *const *tables, size_t count, nw_style style, const nw_origin *origin);

/* Writes the table; origin NULL leaves provenance out.  Errors stay in the stream for nw_output_finish. */
void nw_table_write(FILE *stream, const nw_table *table, nw_style style, const nw_origin *origin);

#endif
