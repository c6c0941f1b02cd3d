/* How large q must be: the primary network q(x, e(I)) of an embedding method with a proven sup-norm error <= eps at
 * every task, or over the whole (x, I) box.  What is found is an upper bound of the least size; each network comes with an
 * enclosure of its error. */
#ifndef NW_STUDY_Q_WIDTH_H
#define NW_STUDY_Q_WIDTH_H

#include "certify/certify.h"
#include "fit/embed.h"
#include "study/tasks.h"

typedef struct nw_q_options {
    nw_embed_options embed; /* goal is not read; the caps are met by what is found */
    double tolerance;       /* of the enclosures that are reported */
    bool keep_trees;        /* for certificates */
} nw_q_options;

nw_q_options nw_q_defaults(void);

/* One network of the front. */
typedef struct nw_q_method {
    nw_embed_network network; /* q, the rows e_t (of whole_box: at the places a fit began with), e */
    size_t parameters;        /* of q: weights and biases, dense */
    size_t connections;       /* of q: those that are not zero */
    double l1; /* free rows: their Lipschitz constant over the tasks; e(I) = I: 1; a network e: C(e); rounded up */
    double l2; /* C(q), rounded up */
    nw_outcome outcome; /* NW_PROVED: error <= eps at every task, or over the box */
    const char *reason; /* of NW_UNKNOWN */
    double lower, upper; /* the largest error: proven lower and upper bounds */
    nw_enclosure *enclosures; /* one a task, or one of the box */
    size_t enclosure_count;
} nw_q_method;

typedef struct nw_q_result {
    const nw_tasks *tasks; /* the caller's */
    fmpq_t eps;
    nw_outcome outcome; /* NW_PROVED when some network is */
    const char *reason; /* of NW_UNKNOWN */
    nw_q_method *methods;
    size_t count;
    size_t fewest_parameters, fewest_connections; /* of the proven ones; SIZE_MAX without; the smaller k of equals */
    unsigned restarts;
    double seconds;
} nw_q_result;

/* NW_BAD_INPUT for options that do not go together: free rows and the whole box, more than one hidden layer. */
nw_status nw_q_check(const nw_tasks *tasks, const nw_q_options *options, nw_error *error);

/* `tasks` may get more points, and with whole_box more tasks.  NW_BAD_INPUT as nw_q_check. */
nw_status nw_q_width(nw_q_result *result, nw_tasks *tasks, const fmpq_t eps, const nw_q_options *options,
                     nw_error *error);
void nw_q_result_clear(nw_q_result *result);

/* Many, over threads (0: all cores), with a progress line unless `quiet`: results[i] for tasks[i] and eps[i], the seed
 * of each mixed from embed.fit.seed and i.  The first error of any; all results are to be cleared either way. */
nw_status nw_q_many(nw_q_result *results, nw_tasks *tasks, const fmpq *eps, size_t count, const nw_q_options *options,
                    size_t threads, bool quiet, nw_error *error);

/* The function of (x, I) that enclosure number `index` of a method is about; the caller frees.  Of free rows it is
 * q(x, e_t), e a network with the constant value e_t. */
nw_composite *nw_q_composite(const nw_q_method *method, const nw_tasks *tasks, size_t index);

/* The widths of g, task by task: the least width that serves each of them, and so all. */
typedef struct nw_g_result {
    const nw_tasks *tasks;
    fmpq_t eps;
    nw_outcome outcome; /* NW_PROVED: every task has a proven network */
    const char *reason;
    size_t width;            /* the largest of all tasks */
    size_t parameters;       /* of a network of that width */
    size_t *widths;          /* of each task; 0: none */
    nw_network **networks;   /* on x alone */
    nw_enclosure *enclosures;
    double lower, upper; /* the largest error over the tasks */
    unsigned restarts;
    double seconds;
} nw_g_result;

nw_status nw_g_width(nw_g_result *result, nw_tasks *tasks, const fmpq_t eps, const nw_fit_options *fit,
                     size_t largest_width, double tolerance, bool keep_trees, nw_error *error);
void nw_g_result_clear(nw_g_result *result);

#endif
