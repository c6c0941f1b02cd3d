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
    const char *place;    /* the member that says where data are found, not what they are: a study goes on when it alone
                           * differs; NULL: there is none */
    uint32_t application; /* marks its SQLite files: "nw" and two letters */
    bool last_first;      /* jobs are begun from the last one, which take longest */
    bool checkpoints;     /* jobs keep their state while they run */
    /* Fills resolved, jobs and count from the study's JSON object; NW_BAD_INPUT with a line that names `file` and the
     * member.  Called by nw_study_read, which does the rest. */
    nw_status (*read)(nw_study *study, json_t *object, const char *file, nw_error *error);
    /* Description of a job, JSON on one line; the caller frees. */
    char *(*job_text)(const nw_study *study, size_t number);
    /* Measures: the record as JSON on one line, which the caller frees; NULL when *help->stop became true. */
    nw_status (*measure)(char **record, const nw_study *study, size_t number, const nw_job_help *help, nw_error *error);
    /* Whether a record that was stored is one of this job; *unknown: nothing was proven by it. */
    nw_status (*check)(bool *unknown, const nw_study *study, size_t number, const char *record, nw_error *error);
    void (*clear)(nw_study *study); /* frees study->jobs, NULL when reading failed early */
} nw_study_kind;

struct nw_study {
    const nw_study_kind *kind;
    json_t *resolved;  /* canonical: every member, nothing abbreviated */
    char *text;        /* the same on one line */
    char *fingerprint; /* of the text, 16 hexadecimal digits */
    size_t count;      /* of jobs */
    void *jobs;        /* the kind's own */
};

/* Reads a study of that kind; after a failure it is cleared. */
nw_status nw_study_read(nw_study *study, const nw_study_kind *kind, json_t *object, const char *file, nw_error *error);
/* Sets text and fingerprint of a study whose other members are there: for one that was made without nw_study_read. */
void nw_study_seal(nw_study *study);
void nw_study_clear(nw_study *study);

/* The first member in which two resolved studies differ: "scales is [2,3] there and [2,4] here"; NULL when they are the
 * same.  The caller frees. */
char *nw_study_difference(const json_t *here, const json_t *there);

/* A value as JSON on one line, members in their order; the caller frees. */
char *nw_study_line(const json_t *value);
/* Of a text, all 64 bits mixed; for seeds and fingerprints. */
uint64_t nw_study_hash(const char *text);

#endif
