/* A study: jobs that depend on nothing but their description, so that each gives the same record wherever and whenever
 * it runs.  A kind of study says what its jobs are; store, threads and MPI ranks know jobs and records as texts
 * alone. */
#ifndef NW_JOBS_STUDY_H
#define NW_JOBS_STUDY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

typedef struct nw_study nw_study;

/* What a job may use besides its description. */
typedef struct nw_job_help {
    const volatile bool *stop; /* when it becomes true the job ends soon; its record is not kept */
    const char *checkpoint;    /* a file in which a long job keeps its state, made and used by the job, removed when its
                                * record is kept; NULL: the job is not to keep any */
} nw_job_help;

typedef struct nw_study_kind {
    const char *name;     /* "gap study": for messages and the progress line */
    const char *command;  /* "gap": what makes and reads its files, for messages */
    uint32_t application; /* marks its SQLite files */
    bool last_first;      /* jobs are begun from the last one, which take longest */
    /* Fills the study from its JSON object; NW_BAD_INPUT with a line that names `file` and the member. */
    nw_status (*read)(nw_study *study, json_t *object, const char *file, nw_error *error);
    /* Description of a job, JSON on one line; the caller frees. */
    char *(*job_text)(const nw_study *study, size_t number);
    /* Measures: the record as JSON on one line, which the caller frees; NULL when *help->stop became true. */
    nw_status (*measure)(char **record, const nw_study *study, size_t number, const nw_job_help *help, nw_error *error);
    /* Whether a record that was stored is one of this job; *unknown: nothing was proven by it. */
    nw_status (*check)(bool *unknown, const nw_study *study, size_t number, const char *record, nw_error *error);
    void (*clear)(nw_study *study); /* frees study->jobs */
} nw_study_kind;

struct nw_study {
    const nw_study_kind *kind;
    json_t *resolved;  /* canonical: every member, nothing abbreviated */
    char *text;        /* the same on one line */
    char *fingerprint; /* of the text, 16 hexadecimal digits */
    size_t count;      /* of jobs */
    void *jobs;        /* the kind's own */
};

#endif
