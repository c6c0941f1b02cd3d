/* What the commands that fit, search and certify share: reading their options. */
#ifndef NW_CLI_WORK_H
#define NW_CLI_WORK_H

#include <jansson.h>

#include "cli/options.h"
#include "fit/fit.h"
#include "report/experiment_groups.h"
#include "report/gap_bounds.h"
#include "study/width_file.h"
#include "target/target.h"

/* The --target; an error when there is none.  The caller frees. */
nw_status nw_work_target(nw_target **target, const nw_options *options, nw_error *error);

/* Exactly one of --eps and --theta, as an exact error for this target: theta times its amplitude.  `required` says
 * whether one must be there; *given whether one is. */
nw_status nw_work_error(fmpq_t eps, bool *given, bool required, const nw_target *target, const nw_options *options,
                        nw_error *error);

/* The same where a network is fitted; an error that fits in double precision do not reach is refused. */
nw_status nw_work_goal(fmpq_t eps, bool *given, bool required, const nw_target *target, const nw_options *options,
                       nw_error *error);

/* --m1 and --m2 as given, else the target's own, else 1 and 1 of two inputs; both at least 1, together at most
 * `most`. */
nw_status nw_work_split(size_t *m1, size_t *m2, const nw_target *target, long most, const nw_options *options,
                        nw_error *error);

/* --scales as integers: 2,3,4 or 2:16, or both mixed; at most `most`. */
nw_status nw_work_scales(long *scales, size_t *count, size_t most, const nw_options *options, nw_error *error);

/* A number > 0, rounded down, of the option of that name. */
nw_status nw_work_positive(double *value, const char *name, const char *text, nw_error *error);

/* --tol, or the default. */
nw_status nw_work_tolerance(double *tolerance, const nw_options *options, nw_error *error);

/* --domain, rounded outward; *given says whether it is there. */
nw_status nw_work_domain(double *low, double *high, bool *given, int inputs, const nw_options *options,
                         nw_error *error);

/* How to fit, as the options say. */
nw_fit_options nw_work_fit(const nw_options *options);

/* The results in the files that the operands after the first name: operands are "widths FILE...". */
nw_status nw_work_read_widths(nw_width_groups *groups, const nw_options *options, nw_error *error);

/* A gap study with the bounds beside it. */
typedef struct nw_work_gap {
    nw_gap_rows rows;
    nw_gap_groups groups;
    nw_gap_bounds bounds;
} nw_work_gap;

/* The study in the SQLite file that the second operand names: operands are "gap FILE".  Cleared either way by
 * nw_work_clear_gap. */
nw_status nw_work_read_gap(nw_work_gap *gap, nw_context *context, const nw_options *options, nw_error *error);
void nw_work_clear_gap(nw_work_gap *gap);

/* The experiment in the SQLite file.  Cleared either way by nw_experiment_groups_clear. */
nw_status nw_work_read_experiment(nw_experiment_groups *groups, const char *file, nw_error *error);

/* Where a file comes from, for its "provenance"; NULL with --no-provenance.  A new reference. */
json_t *nw_work_provenance(const nw_options *options);

/* Linear algebra runs in the thread that calls it: threads of its own would gain nothing at our sizes.  GSL answers a
 * singular system with a code instead of ending the program. */
void nw_work_prepare(void);

#endif
