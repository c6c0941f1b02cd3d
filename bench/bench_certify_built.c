/* Certificates of constructed networks: time and boxes to prove an error at most EPS, on one thread; and how many times
 * as long the same network takes with dense layers, where it has at most a million weights so.
 *
 *     bench_certify_built [WORD]   only the cases whose names contain WORD */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "certify/certify.h"
#include "certify/wires.h"
#include "construct/construct.h"

typedef enum bench_kind { KUHN, MCSHANE, THEOREM4, EMBEDDING } bench_kind;

typedef struct bench_case {
    const char *name, *target;
    bench_kind kind;
    size_t m1, intervals, task_intervals;
    double eps;
} bench_case;

static const bench_case cases[] = {
    {"kuhn n=1 bump", "bump:r=1,n=1,M=4", KUHN, 1, 10, 0, 0.1},
    {"kuhn n=2 bump", "bump:r=1,n=2,M=4", KUHN, 2, 10, 0, 0.1},
    {"kuhn n=2 step", "step:r=1,n=2,M=4", KUHN, 2, 10, 0, 0.1},
    {"kuhn n=2 trig", "trig:r=1,n=2", KUHN, 2, 10, 0, 0.1},
    {"kuhn n=2 bump", "bump:r=1,n=2,M=4", KUHN, 2, 50, 0, 0.02},
    {"kuhn n=3 bump", "bump:r=1,n=3,M=4", KUHN, 3, 2, 0, 0.5},
    {"kuhn n=3 trig", "trig:r=1,n=3", KUHN, 3, 2, 0, 0.5},
    {"kuhn n=3 bump", "bump:r=1,n=3,M=4", KUHN, 3, 5, 0, 0.2},
    {"kuhn n=3 step", "step:r=1,n=3,M=4", KUHN, 3, 5, 0, 0.2},
    {"kuhn n=3 trig", "trig:r=1,n=3", KUHN, 3, 5, 0, 0.2},
    {"kuhn n=3 bump", "bump:r=1,n=3,M=4", KUHN, 3, 10, 0, 0.1},
    {"mcshane n=1 bump", "bump:r=1,n=1,M=4", MCSHANE, 1, 20, 0, 0.05},
    {"mcshane n=1 trig", "trig:r=1,n=1", MCSHANE, 1, 20, 0, 0.05},
    {"mcshane n=2 bump", "bump:r=1,n=2,M=4", MCSHANE, 2, 5, 0, 0.2},
    {"mcshane n=2 trig", "trig:r=1,n=2", MCSHANE, 2, 5, 0, 0.2},
    {"mcshane n=2 bump", "bump:r=1,n=2,M=4", MCSHANE, 2, 10, 0, 0.1},
    {"mcshane n=2 trig", "trig:r=1,n=2", MCSHANE, 2, 10, 0, 0.1},
    {"theorem 4 (1,1) bump", "bump:r=1,n=2,M=4", THEOREM4, 1, 20, 20, 0.1},
    {"theorem 4 (1,1) trig", "trig:r=1,n=2", THEOREM4, 1, 20, 20, 0.1},
    {"theorem 4 (2,1) bump", "bump:r=1,n=3,M=4", THEOREM4, 2, 10, 10, 0.2},
    {"theorem 4 (1,2) trig", "trig:r=1,n=3", THEOREM4, 1, 10, 10, 0.2},
    {"embedding (1,1) bump", "bump:r=1,n=2,M=4", EMBEDDING, 1, 20, 20, 0.1},
    {"embedding (1,1) trig", "trig:r=1,n=2", EMBEDDING, 1, 20, 20, 0.1},
};

static void give_up(const char *what)
{
    fprintf(stderr, "bench_certify_built: %s\n", what);
    exit(4);
}

static nw_network *dense_copy(const nw_network *sparse)
{
    nw_layer_plan plans[NW_MOST_LAYERS] = {{0}};
    for (size_t k = 0; k < sparse->layer_count; k++)
        plans[k] = (nw_layer_plan){.units = sparse->layers[k].units, .activation = sparse->layers[k].activation,
                                   .has_bias = true};
    nw_network *dense = nw_network_of_layers(sparse->inputs, plans, sparse->layer_count);
    for (size_t k = 0; k < sparse->layer_count; k++)
        for (size_t j = 0; j < sparse->layers[k].units; j++) {
            const nw_layer *layer = &dense->layers[k];
            const nw_wires wires = nw_unit_wires(&sparse->layers[k], j);
            for (size_t i = 0; i < wires.count; i++)
                dense->parameters[layer->weights + j * layer->inputs + nw_wire_source(&wires, i)] =
                    sparse->parameters[wires.first + i];
            dense->parameters[layer->biases + j] = nw_wire_bias(&wires, sparse->parameters);
        }
    return dense;
}

/* The seconds of the dense copy; 0 where it is too large. */
static double dense_seconds(const nw_network *network, const nw_target *target, const nw_certify_options *options)
{
    if (network == NULL || nw_network_dense_count(network) > 1000000)
        return 0;
    nw_network *dense = dense_copy(network);
    nw_enclosure e;
    nw_error error;
    if (nw_certify(&e, dense, target, options, &error) != NW_OK)
        give_up(error.message);
    double seconds = e.seconds;
    nw_enclosure_clear(&e);
    nw_network_free(dense);
    return seconds;
}

static void run(const bench_case *c)
{
    nw_target *target;
    nw_error error;
    nw_network *network = NULL;
    nw_composite *composite = NULL;
    if (nw_target_parse(&target, c->target, &error) != NW_OK)
        give_up(error.message);
    nw_status status = NW_OK;
    if (c->kind == KUHN)
        status = nw_construct_kuhn(&network, target, c->intervals, NW_RELU, &error);
    else if (c->kind == MCSHANE)
        status = nw_construct_mcshane(&network, target, c->intervals, &error);
    else if (c->kind == THEOREM4)
        status = nw_construct_thm4(&composite, target, c->m1, c->intervals, c->task_intervals, NW_RELU, &error);
    else
        status = nw_construct_mcshane_embedding(&composite, target, c->m1, c->intervals, c->task_intervals, &error);
    if (status != NW_OK)
        give_up(error.message);
    nw_certify_options options = nw_certify_defaults();
    options.threshold = c->eps;
    options.most_seconds = 120;
    nw_enclosure e;
    status = network != NULL ? nw_certify(&e, network, target, &options, &error)
                             : nw_certify_composite(&e, composite, target, &options, &error);
    if (status != NW_OK)
        give_up(error.message);
    double dense = dense_seconds(network, target, &options);
    char times[32] = "-";
    if (dense > 0)
        snprintf(times, sizeof times, "%.1fx", dense / e.seconds);
    printf("%-24s %6g %8zu %10zu %8zu %9.3f %9.1f %8s %9.4g %9.4g %s\n", c->name, c->eps,
           network != NULL ? network->parameter_count
                           : composite->primary->parameter_count + composite->task->parameter_count,
           e.boxes, e.arb_boxes, e.seconds, 1e6 * e.seconds / (double)e.boxes,
           times, e.lower, e.upper,
           e.outcome == NW_PROVED ? "proved" : e.outcome == NW_REFUTED ? "refuted" : e.reason);
    fflush(stdout);
    nw_enclosure_clear(&e);
    nw_network_free(network);
    nw_composite_free(composite);
    nw_target_free(target);
}

int main(int count, char **arguments)
{
    printf("%-24s %6s %8s %10s %8s %9s %9s %8s %9s %9s\n", "case", "eps", "N", "boxes", "in Arb", "s", "us/box",
           "dense", "lower", "upper");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (count < 2 || strstr(cases[i].name, arguments[1]) != NULL)
            run(&cases[i]);
    return 0;
}
