/* A gap study: settings, and the jobs they expand into.
 *
 * The file of a study is a JSON object; every member may be left out:
 *
 *   "format": "nwidth-study", "version": 1
 *   "target": "bump"            a family, with keys if need be; not r, n, m1, m2, M, signs, seed: those come from below
 *   "r": [1]                    orders
 *   "m": [[1, 1], [2, 1]]       pairs m1, m2
 *   "scales": [2, 3, 4]         M of bump and step; [] for other families
 *   "theta": ["0.25"]           or "eps": errors to reach, exact
 *   "targets": 5                targets a setting: those with the seeds seed, seed + 1, ..
 *   "activations": ["tanh"], "hidden_layers": [1], "output_bias": false
 *   "methods": ["g", "q-free", "q-identity", "q-bounded"]
 *   "k": [1, 8]                 dimensions of the embedding, for q-free and q-bounded
 *   "tasks": "centres"          or "grid:N", "box"
 *   "l1": "", "l2": ""          caps for q-bounded: a number > 0, or none
 *   "starts": 24, "largest_width": 256, "seed": 1
 *
 * A list may also be written as text: "2:8", "1,2", "1+1,2+1", "g,q-free".  Lists hold no value twice.
 *
 * The order of the jobs is that of loops over m, r, activations, hidden_layers, theta or eps, scales, methods, targets,
 * the last one fastest. */
#ifndef NW_STUDY_GAP_STUDY_H
#define NW_STUDY_GAP_STUDY_H

#include "base/json_read.h"
#include "study/gap_job.h"

typedef struct nw_gap_study {
    json_t *resolved;  /* canonical: every member, in the order above, nothing abbreviated */
    char *text;        /* the same on one line */
    char *fingerprint; /* of the text, 16 hexadecimal digits */
    nw_gap_job *jobs;
    size_t count;
} nw_gap_study;

enum { NW_GAP_MOST_JOBS = 1000000 };

/* Reads and expands.  NW_BAD_INPUT with a line that names `file` and the member. */
nw_status nw_gap_study_read(nw_gap_study *study, json_t *object, const char *file, nw_error *error);
void nw_gap_study_clear(nw_gap_study *study);

/* The first member in which two resolved studies differ: "scales is [2,3] there and [2,4] here"; NULL when they are the
 * same.  The caller frees. */
char *nw_gap_study_difference(const json_t *here, const json_t *there);

/* The job's description on one line, as stored; the caller frees. */
char *nw_gap_job_text(const nw_gap_job *job);

#endif
