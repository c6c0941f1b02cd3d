#include "experiment/job.h"

/* The formulas hold for the paper's sizes; k and i run freely. */
static bool has_paper_sizes(const nw_setting_of_experiment *setting)
{
    bool depth = setting->experiment == NW_SYNTHETIC_DEPTH;
    size_t d = depth ? 1000 : 100;
    return setting->x_size == d && setting->i_size == d && setting->hidden == 10 && setting->inner_width == 100 &&
           setting->embedding == (depth ? 10000 : 1000) && !setting->equal_budget && (depth || setting->layers == 3);
}

static void depth_formulas(nw_experiment_counts *counts, bool hyper, size_t k)
{
    const size_t g = 10000 + 10, inner = 100000 + 10000 * (k - 2), e_size = 10000;
    counts->paper_primary = hyper ? g : 10000 + 10 * e_size + 10;
    counts->paper_inner = hyper ? inner + 100 * g : inner + 1000000;
}

/* Two of these are not what the shapes have: N_q takes x for 1,000 numbers where it has 100 (it is 9,000 too large),
 * and N_f takes g for 1,000 weights where it has 1,010 (it is 10^3 i too small). */
static void embedding_formulas(nw_experiment_counts *counts, bool hyper, size_t i)
{
    counts->paper_primary = hyper ? 1010 : 10000 * (i + 1) + 10;
    counts->paper_inner = hyper ? 10000 + 10000 * i + 100000 * i : 20000 + 100000 * i;
}

void nw_experiment_count(nw_experiment_counts *counts, const nw_experiment_job *job)
{
    nw_model_spec spec;
    bool hyper = job->method == NW_METHOD_HYPER;
    *counts = (nw_experiment_counts){0};
    nw_experiment_shape(&spec, job);
    nw_model_count(&counts->exact, &spec);
    if (!has_paper_sizes(job->setting))
        return;
    if (job->setting->experiment == NW_SYNTHETIC_DEPTH)
        depth_formulas(counts, hyper, (size_t)job->value);
    else if (job->setting->experiment == NW_SYNTHETIC_EMBEDDING)
        embedding_formulas(counts, hyper, (size_t)job->value);
}
