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

#include "jobs/study.h"
#include "study/gap_job.h"

enum { NW_GAP_MOST_JOBS = 1000000 };

/* Read with nw_study_read; resolved holds every member, in the order above; jobs is an array of nw_gap_job. */
extern const nw_study_kind nw_gap_kind;
const nw_gap_job *nw_gap_job_at(const nw_study *study, size_t number);

/* Description and record on one line, as stored; the caller frees. */
char *nw_gap_job_text(const nw_gap_job *job);
char *nw_gap_record_text(const nw_gap_record *record);

/* `read` and `clear` of the kind. */
nw_status nw_gap_study_fill(nw_study *study, json_t *object, const char *file, nw_error *error);
void nw_gap_study_empty(nw_study *study);

#endif
