/* The evidence of a claim: tables of text, the checks that were decided, the verdict. */
#ifndef NW_EVIDENCE_H
#define NW_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "nwidth.h"

typedef enum nw_verdict {
    NW_HOLDS,     /* every check was decided and none failed */
    NW_FAILS,     /* some check failed; the evidence says which */
    NW_UNDECIDED, /* nothing failed, but something could not be decided or was not checked */
} nw_verdict;

const char *nw_verdict_word(nw_verdict verdict); /* "holds", "fails", "unknown" */

typedef enum nw_evidence_kind {
    NW_EVIDENCE_TEXT,
    NW_EVIDENCE_INTEGER, /* decimal digits */
    NW_EVIDENCE_NUMBER,  /* a decimal or p/q */
    NW_EVIDENCE_REASON,  /* a sentence that repeats: people see the number of a note */
} nw_evidence_kind;

typedef struct nw_evidence_column {
    const char *name;   /* key: "first_clash" */
    const char *header; /* for people */
    nw_evidence_kind kind;
    bool data_only;     /* for JSON and CSV; people read it in another column */
} nw_evidence_column;

/* One table. */
typedef struct nw_evidence_part {
    const char *name;  /* key: "norms" */
    const char *title; /* one line for people */
    const nw_evidence_column *columns; /* constant data of the claim */
    size_t column_count;
    char **cells; /* row by row */
    size_t cell_count, room;
} nw_evidence_part;

typedef struct nw_evidence {
    nw_evidence_part *parts;
    size_t part_count;
    char **notes;
    size_t note_count;
    size_t proved, refuted, undecided; /* checks, counted by nw_evidence_decide */
    nw_verdict verdict;
    char *summary; /* one line: what was checked and what came out */
} nw_evidence;

nw_evidence *nw_evidence_new(void);
void nw_evidence_free(nw_evidence *evidence);

/* Begins the next table; cells go into the one begun last. */
void nw_evidence_begin(nw_evidence *evidence, const char *name, const char *title, const nw_evidence_column *columns,
                       size_t count);
void nw_evidence_cell(nw_evidence *evidence, char *text); /* the next cell; owns text, NULL is blank */
void nw_evidence_note(nw_evidence *evidence, char *text); /* owns text */

/* One check of the claim: NW_PROVED, NW_REFUTED, or anything else for undecided.  `what` (owned) says what was checked;
 * it becomes a note unless it was proved.  Returns the word for a cell: "proved", "refuted", "unknown". */
const char *nw_evidence_decide(nw_evidence *evidence, nw_outcome outcome, char *what);
/* Verdict and summary from the checks: fails when one was refuted, unknown when one was undecided or there was none.
 * `more` (owned, may be NULL) goes behind "12 checks proved, 0 refuted, 0 undecided". */
void nw_evidence_conclude(nw_evidence *evidence, char *more);

size_t nw_evidence_rows(const nw_evidence_part *part);
const char *nw_evidence_text(const nw_evidence_part *part, size_t row, size_t column); /* "" when blank */
const nw_evidence_part *nw_evidence_part_find(const nw_evidence *evidence, const char *name); /* NULL: none */

#endif
