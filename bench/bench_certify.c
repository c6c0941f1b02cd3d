/* Certificates: boxes and time for networks of a known quality, in one process on one thread.
 *
 *     bench_certify                  a table over 1 to 4 inputs
 *     bench_certify --sollya FOLDER  the cases with one input and no cuts; prints "N SECONDS LOWER UPPER NAME" lines;
 *                                    and FOLDER/N.sollya has Sollya's infnorm bound the same error, with the coarsest
 *                                    `diam' that gives 1 %, and print "SECONDS LOWER UPPER"
 *
 * `near' cases: the target is a random network and ours the same one with its parameters moved until the error is EPS.
 * `fit' cases: random features, the output layer fitted to a trigonometric sum by least squares. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_randist.h>
#include <lapacke.h>

#include "base/memory.h"
#include "base/progress.h"
#include "base/random.h"
#include "certify/certify.h"
#include "net/network_file.h"

typedef struct bench_case {
    const char *name;
    const char *target;
    size_t width, second; /* second: of the second hidden layer, 0 without */
    double eps;           /* 0: fit */
    double scale;         /* of the features' weights */
} bench_case;

static const bench_case cases[] = {
    {"d1 W32 near 1e-3", "tanhnet:r=1,n=1,width=32,scale=4,seed=1", 32, 0, 1e-3, 0},
    {"d1 W32 near 1e-6", "tanhnet:r=1,n=1,width=32,scale=4,seed=1", 32, 0, 1e-6, 0},
    {"d1 W32 fit", "trig:r=1,n=1,terms=8,degree=4,seed=1", 32, 0, 0, 8},
    {"d1 W9 fit bump M=8", "bump:r=1,n=1,M=8,signs=seed:7", 9, 0, 0, 16},
    {"d1 W16 fit bump M=16 r=2", "bump:r=2,n=1,M=16,signs=seed:7", 16, 0, 0, 24},
    {"d2 W32 near 1e-2", "tanhnet:r=1,n=2,width=32,scale=4,seed=1", 32, 0, 1e-2, 0},
    {"d2 W32 fit", "trig:r=1,n=2,terms=8,degree=2,seed=1", 32, 0, 0, 3},
    {"d2 W128 near 1e-3", "tanhnet:r=1,n=2,width=128,scale=4,seed=1", 128, 0, 1e-3, 0},
    {"d2 W128 fit", "trig:r=1,n=2,terms=8,degree=2,seed=1", 128, 0, 0, 3},
    {"d3 W128 near 1e-3", "tanhnet:r=1,n=3,width=128,scale=4,seed=1", 128, 0, 1e-3, 0},
    {"d3 W128 fit expr", "expr:m1=3,amplitude=0.125:sin(x1+x2)*cos(x3+x1/2)", 128, 0, 0, 0.3},
    {"d3 W128 fit", "trig:r=1,n=3,terms=4,degree=1,seed=1", 128, 0, 0, 2},
    {"d4 W128 fit", "trig:r=1,n=4,terms=4,degree=1,seed=1", 128, 0, 0, 2},
    {"d2 W16x16 fit", "trig:r=1,n=2,terms=8,degree=2,seed=1", 16, 16, 0, 2},
    {"d3 W32x32 fit", "trig:r=1,n=3,terms=4,degree=1,seed=1", 32, 32, 0, 1.5},
};

static void give_up(const char *what)
{
    fprintf(stderr, "bench_certify: %s\n", what);
    exit(4);
}

/* The largest |N - y| over random points. */
static double sampled(const nw_network *network, const nw_target *target)
{
    enum { POINTS = 4000 };
    size_t n = network->inputs;
    gsl_rng *rng = nw_random_stream(1, 2, 3);
    double *x = nw_alloc(POINTS * n, sizeof *x), *y = nw_alloc(2 * POINTS, sizeof *y), most = 0;
    for (size_t i = 0; i < POINTS * n; i++)
        x[i] = 2 * gsl_rng_uniform(rng) - 1;
    nw_net_work *work = nw_net_work_new(network, POINTS);
    nw_network_forward(network, POINTS, x, y, work);
    nw_target_values(target, POINTS, x, y + POINTS);
    for (size_t i = 0; i < POINTS; i++)
        most = fmax(most, fabs(y[i] - y[POINTS + i]));
    nw_net_work_free(work);
    gsl_rng_free(rng);
    free(x);
    free(y);
    return most;
}

/* The target's own network, its parameters moved by random parts of themselves. */
static nw_network *moved_network(const nw_target *target, double part)
{
    nw_network *network;
    nw_error error;
    json_t *definition = nw_target_to_json(target);
    nw_json_place place = {"target", "network"};
    if (nw_network_from_json(&network, json_object_get(definition, "network"), place, &error) != NW_OK)
        give_up(error.message);
    json_decref(definition);
    gsl_rng *rng = nw_random_stream(5, 6, 7);
    const nw_layer *last = &network->layers[network->layer_count - 1];
    for (size_t p = 0; p < network->parameter_count; p++) {
        if (p >= last->weights)
            network->parameters[p] *= nw_target_amplitude(target);
        network->parameters[p] *= 1 + part * gsl_ran_gaussian(rng, 1);
    }
    gsl_rng_free(rng);
    return network;
}

static nw_network *near_network(const nw_target *target, double eps)
{
    double part = 1e-3;
    for (int i = 0; i < 8; i++) { /* the error is nearly proportional to the move */
        nw_network *network = moved_network(target, part);
        double error = sampled(network, target);
        if (fabs(error / eps - 1) < 0.05)
            return network;
        part *= eps / error;
        nw_network_free(network);
    }
    return moved_network(target, part);
}

/* Random features with biases that put their steepest places into the domain; outer weights by damped least squares. */
static nw_network *fitted_network(const bench_case *c, const nw_target *target)
{
    size_t n = (size_t)nw_target_inputs(target), widths[2] = {c->width, c->second}, last = c->second > 0 ? 2 : 1;
    nw_network *network = nw_network_new(n, widths, last, 1, NW_TANH, true);
    gsl_rng *rng = nw_random_stream(11, 12, 13);
    for (size_t k = 0; k < last; k++) {
        nw_layer *layer = &network->layers[k];
        double scale = k == 0 ? c->scale : 2 / sqrt((double)layer->inputs);
        for (size_t j = 0; j < layer->units; j++) {
            double *weights = network->parameters + layer->weights + j * layer->inputs;
            double centre = 0;
            for (size_t i = 0; i < layer->inputs; i++) {
                weights[i] = scale * gsl_ran_gaussian(rng, 1);
                centre += weights[i] * (2 * gsl_rng_uniform(rng) - 1);
            }
            network->parameters[layer->biases + j] = -centre;
        }
    }
    size_t points = 40 * c->width, units = network->layers[last].inputs, columns = units + 1, rows = points + columns;
    double *x = nw_alloc(points * n, sizeof *x), *a = nw_alloc(rows * columns, sizeof *a);
    double *b = nw_alloc(rows, sizeof *b), *jacobian = nw_alloc(points * network->parameter_count, sizeof *jacobian);
    for (size_t i = 0; i < points * n; i++)
        x[i] = 2 * gsl_rng_uniform(rng) - 1;
    nw_target_values(target, points, x, b);
    nw_net_work *work = nw_net_work_new(network, points);
    nw_network_jacobian(network, points, x, jacobian, NULL, work);
    for (size_t i = 0; i < points; i++)
        memcpy(a + i * columns, jacobian + i * network->parameter_count + network->layers[last].weights,
               columns * sizeof *a);
    for (size_t j = 0; j < columns; j++)
        a[(points + j) * columns + j] = 1e-4;
    if (LAPACKE_dgels(LAPACK_ROW_MAJOR, 'N', (int)rows, (int)columns, 1, a, (int)columns, b, 1) != 0)
        give_up("least squares failed");
    memcpy(network->parameters + network->layers[last].weights, b, columns * sizeof *b);
    nw_net_work_free(work);
    gsl_rng_free(rng);
    free(x);
    free(a);
    free(b);
    free(jacobian);
    return network;
}

static nw_network *case_network(const bench_case *c, const nw_target *target)
{
    return c->eps > 0 ? near_network(target, c->eps) : fitted_network(c, target);
}

/* The median time of some runs; the last enclosure. */
static double run(nw_enclosure *enclosure, const nw_network *network, const nw_target *target)
{
    enum { MOST = 15 };
    double times[MOST], begun = nw_seconds();
    int runs = 0;
    nw_certify_options options = nw_certify_defaults();
    nw_error error;
    while (runs < MOST && (runs == 0 || nw_seconds() - begun < 1)) {
        if (runs > 0)
            nw_enclosure_clear(enclosure);
        if (nw_certify(enclosure, network, target, &options, &error) != NW_OK)
            give_up(error.message);
        double seconds = enclosure->seconds;
        int place = runs++;
        for (; place > 0 && times[place - 1] > seconds; place--)
            times[place] = times[place - 1];
        times[place] = seconds;
    }
    return times[runs / 2];
}

/* ---- Sollya ---- */

/* Doubles as Sollya reads them exactly: the 16 hexadecimal digits of their bits. */
static void put_number(FILE *out, double x)
{
    unsigned long long bits;
    memcpy(&bits, &x, sizeof bits);
    fprintf(out, "0x%016llx", bits);
}

static void put_network(FILE *out, const nw_network *network, double factor)
{
    size_t units = network->layers[0].units;
    const double *weights = nw_layer_weights(network, 0), *biases = nw_layer_biases(network, 0);
    const double *outer = nw_layer_weights(network, 1), *bias = nw_layer_biases(network, 1);
    put_number(out, factor);
    fprintf(out, "*(");
    put_number(out, bias != NULL ? bias[0] : 0);
    for (size_t j = 0; j < units; j++) {
        fprintf(out, "+");
        put_number(out, outer[j]);
        fprintf(out, "*tanh(");
        put_number(out, weights[j]);
        fprintf(out, "*x+");
        put_number(out, biases != NULL ? biases[j] : 0);
        fprintf(out, ")");
    }
    fprintf(out, ")");
}

static void put_target(FILE *out, const nw_target *target)
{
    json_t *definition = nw_target_to_json(target);
    json_t *terms = json_object_get(definition, "terms"), *term;
    if (terms == NULL) {
        nw_network *network;
        nw_error error;
        nw_json_place place = {"target", "network"};
        if (nw_network_from_json(&network, json_object_get(definition, "network"), place, &error) != NW_OK)
            give_up(error.message);
        put_network(out, network, nw_target_amplitude(target));
        nw_network_free(network);
    } else {
        size_t index;
        put_number(out, nw_target_amplitude(target));
        fprintf(out, "*(0");
        json_array_foreach(terms, index, term)
        {
            double coefficient = strtod(json_string_value(json_object_get(term, "coefficient")), NULL);
            double phase = strtod(json_string_value(json_object_get(term, "phase")), NULL);
            long frequency = (long)json_integer_value(json_array_get(json_object_get(term, "frequency"), 0));
            fprintf(out, "+");
            put_number(out, coefficient);
            fprintf(out, "*cos(pi*%ld*x+", frequency);
            put_number(out, phase);
            fprintf(out, ")");
        }
        fprintf(out, ")");
    }
    json_decref(definition);
}

static void write_script(const char *folder, size_t number, const nw_network *network, const nw_target *target)
{
    char *name = nw_format("%s/%zu.sollya", folder, number);
    FILE *out = fopen(name, "w");
    if (out == NULL)
        give_up("cannot write a script");
    fprintf(out, "prec = 100!;\nf = ");
    put_network(out, network, 1);
    fprintf(out, " - (");
    put_target(out, target);
    fprintf(out, ");\nn = [1;2];\nd = 6;\n"
                 "while (sup(n) > 1.01 * inf(n) && d < 20) do {\n"
                 "    diam = 2^(-d)!;\n    t = time(n = infnorm(f, [-1;1]));\n    d = d + 1;\n};\n"
                 "print(t, inf(n), sup(n));\n");
    if (fclose(out) != 0)
        give_up("cannot write a script");
    free(name);
}

int main(int count, char **arguments)
{
    const char *folder = count == 3 && strcmp(arguments[1], "--sollya") == 0 ? arguments[2] : NULL;
    if (count != 1 && folder == NULL)
        give_up("usage: bench_certify [--sollya FOLDER]");
    if (folder == NULL)
        printf("%-26s %10s %8s %10s %10s %10s %8s\n", "case", "boxes", "in Arb", "ms", "us/box", "upper",
               "upper/lower");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nw_target *target;
        nw_error error;
        if (nw_target_parse(&target, cases[i].target, &error) != NW_OK)
            give_up(error.message);
        bool for_sollya = nw_target_inputs(target) == 1 && strcmp(nw_target_family(target), "bump") != 0;
        if (folder == NULL || for_sollya) {
            nw_network *network = case_network(&cases[i], target);
            nw_enclosure enclosure;
            double seconds = run(&enclosure, network, target);
            if (folder != NULL) {
                write_script(folder, i, network, target);
                printf("%zu %.3g %.17g %.17g %s\n", i, seconds, enclosure.lower, enclosure.upper, cases[i].name);
            } else {
                printf("%-26s %10zu %8zu %10.3f %10.2f %10.3g %8.4f%s\n", cases[i].name, enclosure.boxes,
                       enclosure.arb_boxes, 1e3 * seconds, 1e6 * seconds / (double)enclosure.boxes, enclosure.upper,
                       enclosure.upper / enclosure.lower, enclosure.outcome == NW_PROVED ? "" : "  unknown");
            }
            fflush(stdout);
            nw_enclosure_clear(&enclosure);
            nw_network_free(network);
        }
        nw_target_free(target);
    }
    return 0;
}
