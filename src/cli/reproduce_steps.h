/* What `nwidth reproduce` runs: the commands that make every table, figure and study of results/. */
#ifndef NW_CLI_REPRODUCE_STEPS_H
#define NW_CLI_REPRODUCE_STEPS_H

#include <stdbool.h>
#include <stddef.h>

#include "experiment/setting.h"

typedef enum nw_effort { NW_EFFORT_TINY, NW_EFFORT_QUICK, NW_EFFORT_PAPER, NW_EFFORT_COUNT } nw_effort;
extern const char *const nw_effort_words[NW_EFFORT_COUNT + 1]; /* "tiny", "quick", "paper", NULL */

typedef enum nw_part {
    NW_PART_THEOREMS,
    NW_PART_WIDTHS,
    NW_PART_GAP,
    NW_PART_AUDIT,
    NW_PART_EXPERIMENTS,
    NW_PART_COUNT
} nw_part;
extern const char *const nw_part_words[NW_PART_COUNT + 1]; /* "theorems", ..: also the names of the folders */

/* One command, run in the folder of its part. */
typedef struct nw_step {
    nw_part part;
    char **words;      /* without "nwidth", ended by NULL */
    size_t count;
    const char *store; /* the SQLite file it resumes, one of `words`; NULL: none */
} nw_step;

typedef struct nw_steps {
    nw_step *steps;
    size_t count, room;
} nw_steps;

/* How the steps are made. */
typedef struct nw_steps_plan {
    nw_effort effort;
    unsigned parts;    /* bits 1 << nw_part */
    const char *data;  /* --data of the experiments on images, absolute or seen from the part's folder; NULL: drawn */
    bool has[2];       /* whether it holds grey, and colour images: index nw_image_kind */
    long threads;      /* 0: the commands' default */
} nw_steps_plan;

void nw_steps_make(nw_steps *steps, const nw_steps_plan *plan);
void nw_steps_clear(nw_steps *steps);

/* "nwidth table theorems ...", quoted as a shell reads it.  The caller frees. */
char *nw_step_command(const nw_step *step);

/* The experiments in their order: the stem of the files of one, NULL past the end. */
const char *nw_step_variant(size_t number, nw_experiment *experiment);

/* "theorems,gap" as bits; NW_BAD_INPUT names what it does not know. */
nw_status nw_parts_read(unsigned *parts, const char *text, nw_error *error);

#endif
