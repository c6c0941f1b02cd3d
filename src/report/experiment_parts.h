/* What tables, notes and figures of experiments share: words.  The caller frees the texts. */
#ifndef NW_REPORT_EXPERIMENT_PARTS_H
#define NW_REPORT_EXPERIMENT_PARTS_H

#include "report/experiment_groups.h"
#include "report/table.h"

/* "", "I", "II", "III" */
const char *nw_experiment_type_word(unsigned type);
/* What the axis is called: "k", "i", "width", "j", "" */
const char *nw_experiment_axis_symbol(nw_experiment_axis axis);
/* The same for people: "k (layers of f and e)" */
const char *nw_experiment_axis_name(nw_experiment_axis axis);
/* Of a method's primary and inner network: "N_g", "N_f"; "N" and "" of shallow ones. */
const char *nw_experiment_primary_symbol(nw_method method);
const char *nw_experiment_inner_symbol(nw_method method);
/* Whether the axis says something: not for pairs of networks. */
bool nw_experiment_has_axis(const nw_setting_of_experiment *setting);
/* Whether the second number of a record is the share of wrong classes. */
bool nw_experiment_has_wrong(const nw_setting_of_experiment *setting);
/* Whether the errors are negative log-likelihoods, not MSE. */
bool nw_experiment_has_likelihood(const nw_setting_of_experiment *setting);
/* Whether the images are drawn by nwidth. */
bool nw_experiment_draws_images(const nw_setting_of_experiment *setting);
/* Whether the records are of pairs of networks, told by epoch. */
bool nw_experiment_by_epoch(const nw_setting_of_experiment *setting);

/* "k = 2", "j = 4 (rate 0.001)"; "" without an axis */
char *nw_experiment_value_text(const nw_experiment_job *job);
/* "synthetic-depth (Figures 1a, 4a, 4b): test MSE by k" */
char *nw_experiment_title(const nw_setting_of_experiment *setting);
/* "type I, hypernetwork", "embedding" */
char *nw_experiment_curve_text(unsigned type, nw_method method);
/* How the baselines were made: "constant, the best one; linear, in (x, I), by least squares on the training samples;
 * without I: ..." */
char *nw_experiment_baselines_text(const nw_experiment_groups *groups);
/* A number of a sentence, "-" where there is none. */
char *nw_experiment_number_text(double value);

/* The targets of the study in their order: 0 alone where there is no choice. */
size_t nw_experiment_types(unsigned types[3], const nw_setting_of_experiment *setting);

#endif
