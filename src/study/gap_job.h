/* The jobs of a gap study: one setting, one target, one way to depend on the task; and what measuring it gives.  A job
 * depends on nothing but its description: it gives the same record wherever and whenever it runs. */
#ifndef NW_STUDY_GAP_JOB_H
#define NW_STUDY_GAP_JOB_H

#include <jansson.h>
#include <stdint.h>

#include "base/activation.h"
#include "base/arb_compat.h"
#include "base/error.h"
#include "nwidth.h"

typedef enum nw_gap_method {
    NW_GAP_G,          /* g: the least width that serves every task */
    NW_GAP_Q_FREE,     /* q with free embeddings, a row a task */
    NW_GAP_Q_IDENTITY, /* q with e(I) = I */
    NW_GAP_Q_BOUNDED,  /* q and a Lipschitz-bounded network e, C(e) <= l1, C(q) <= l2 */
    NW_GAP_METHOD_COUNT
} nw_gap_method;

extern const char *const nw_gap_method_words[NW_GAP_METHOD_COUNT + 1]; /* "g", "q-free", "q-identity", "q-bounded" */

typedef struct nw_gap_job {
    nw_gap_method method;
    char *target; /* its word, seed and all: "bump:r=1,n=2,M=4,signs=seed:1" (m1 is given beside it) */
    int r;
    size_t m1, m2;
    long scale;  /* M; 0 for targets without */
    fmpq_t goal; /* eps, or theta = eps / amplitude of the target */
    bool goal_is_theta;
    nw_activation activation;
    size_t hidden_layers;
    bool output_bias;
    char *tasks;           /* "centres", "grid:N", "box" */
    size_t k_least, k_most; /* of the methods q-free and q-bounded */
    char *l1, *l2;         /* caps of q-bounded, exact decimals or p/q; "" for none */
    unsigned starts;
    size_t largest_width;
    uint64_t target_seed; /* tells the targets of one setting apart */
    uint64_t seed;        /* of the search */
} nw_gap_job;

/* One network of the front of (k, width), or the only one. */
typedef struct nw_gap_point {
    size_t k, width;         /* k = 0 for g; m2 for e(I) = I */
    size_t parameters;       /* N: weights and biases, dense */
    size_t connections;      /* N: connections that are not zero, in the sparsest form that was found of the network */
    double l1, l2;           /* Lipschitz constant of e over the tasks (a bound of it), C(q); NaN for g */
    nw_outcome outcome;      /* NW_PROVED: error <= eps for every task (or over the box) */
    double lower, upper;     /* proven enclosure of the largest error over the tasks */
} nw_gap_point;

typedef struct nw_gap_record {
    nw_outcome outcome; /* NW_PROVED when some network was proven, else NW_UNKNOWN */
    char *reason;       /* of NW_UNKNOWN, else NULL */
    fmpq_t eps;         /* exact */
    size_t point_count;
    nw_gap_point *points; /* rising k */
    size_t fewest_parameters, fewest_connections; /* indices of the best proven points; SIZE_MAX without */
    double seconds;       /* not part of what is compared */
} nw_gap_record;

/* Measures; NW_OK also for records with the outcome NW_UNKNOWN.  When *stop becomes true the record is not to be kept.
 * The caller clears the record. */
nw_status nw_gap_measure(nw_gap_record *record, const nw_gap_job *job, const volatile bool *stop, nw_error *error);

void nw_gap_job_clear(nw_gap_job *job);
void nw_gap_record_clear(nw_gap_record *record);

/* Canonical text forms, for the store: equal jobs give equal texts. doubles are hex floats.  `seconds` is left out. */
json_t *nw_gap_job_to_json(const nw_gap_job *job);
nw_status nw_gap_job_from_json(nw_gap_job *job, json_t *object, nw_error *error);
json_t *nw_gap_record_to_json(const nw_gap_record *record);
nw_status nw_gap_record_from_json(nw_gap_record *record, json_t *object, nw_error *error);

#endif
