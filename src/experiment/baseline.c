#include "experiment/baseline.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

static size_t count_of(const nw_samples *samples)
{
    return samples->tasks * samples->points;
}

/* The mean goal. */
static double constant_goal(nw_problem *problem)
{
    const nw_samples *train = nw_problem_epoch(problem, 1), *test = &problem->test;
    size_t width = problem->outputs, trained = count_of(train), tested = count_of(test);
    double *mean = nw_alloc(width, sizeof *mean), sum = 0;
    for (size_t s = 0; s < trained; s++)
        for (size_t o = 0; o < width; o++)
            mean[o] += (double)train->goals[s * width + o];
    for (size_t o = 0; o < width; o++)
        mean[o] /= (double)trained;
    for (size_t s = 0; s < tested; s++)
        for (size_t o = 0; o < width; o++) {
            double off = (double)test->goals[s * width + o] - mean[o];
            sum += off * off;
        }
    free(mean);
    return sum / ((double)tested * (double)width);
}

/* The share of each class, one sample of each added: a class that never came is not impossible. */
static double constant_class(nw_problem *problem)
{
    const nw_samples *train = nw_problem_epoch(problem, 1), *test = &problem->test;
    size_t width = problem->outputs, trained = count_of(train), tested = count_of(test);
    double *counts = nw_alloc(width, sizeof *counts), sum = 0;
    for (size_t s = 0; s < trained; s++)
        counts[train->labels[s]]++;
    for (size_t s = 0; s < tested; s++)
        sum -= log((counts[test->labels[s]] + 1) / ((double)trained + (double)width));
    free(counts);
    return sum / (double)tested;
}

/* How those of labels came about; where jobs differ in their rate, one rate for all. */
static char *how_trained(const nw_setting_of_experiment *setting)
{
    static const char both[] = "network on x alone; linear softmax of (x, I): both trained as the job is";
    return setting->axis == NW_OVER_RATE ? nw_format("%s, but always at rate %g", both, nw_baseline_rate(setting))
                                         : nw_copy_text(both);
}

void nw_problem_baselines(nw_baselines *baselines, nw_problem *problem, const volatile bool *stop)
{
    *baselines = (nw_baselines){.without_i = NAN, .linear = NAN, .signal = NAN};
    if (nw_problem_has_labels(problem)) {
        baselines->constant = constant_class(problem);
        nw_baseline_trained(&baselines->without_i, &baselines->linear, problem, stop);
        baselines->how = how_trained(problem->job->setting);
    } else {
        baselines->constant = constant_goal(problem) * problem->test_factor;
        baselines->linear = nw_baseline_linear(problem, stop) * problem->test_factor;
        if (problem->kind->without_i != NULL)
            baselines->without_i = problem->kind->without_i(problem, &baselines->how, stop);
        else
            baselines->how = nw_copy_text("none: there is no I");
    }
    baselines->signal = baselines->without_i / baselines->constant;
}
