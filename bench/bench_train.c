/* Trains what its standard input asks for, one thread, and says how long it took: the library's side of train_torch.py.
 * Commands, one a line, and their answers:
 *
 *     model KIND X I OUTPUTS HIDDEN UNIT EMBEDDING BIASES SAMPLES TASKS LOSS LAYERS WIDTH...
 *                              parameters, floating-point operations of a step
 *     load FILE                parameters, x, I, then goals or labels, all floats: their number
 *     descend KIND RATE MOMENTUM
 *                              the number of the kind
 *     step COUNT               seconds of one step (of this process's time), loss before the last of them
 *     save FILE                writes the parameters: their number
 *     sgemm SIZE COUNT         seconds of one product
 *
 * KIND and LOSS are words below; f's and e's hidden layers, LAYERS - 1 widths, are ReLU. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "train/loss.h"
#include "train/optimiser.h"

/* OpenBLAS's header may define I. */
#include <cblas.h>
#undef I

typedef struct bench {
    nw_model_spec spec;
    nw_model *model;
    nw_optimiser optimiser;
    nw_batch batch;
    float *x, *i, *goals, *signal;
    uint8_t *labels; /* NULL: goals count */
} bench;

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "bench_train: %s\n", what);
    exit(2);
}

/* ---- operations of a step: a multiplication and an addition count 2, activations and losses nothing ---- */

static double least(double a, double b)
{
    return a < b ? a : b;
}

/* q's hidden layer meets e's last layer: for each task, or through E, hidden rows at a time for all of them. */
static double embedding_operations(const nw_model_spec *s, double tasks, double width)
{
    double e = (double)s->embedding, hidden = (double)s->hidden;
    double formed = 6 * tasks * e * (width + hidden);
    double folded = 6 * hidden * e * width + 6 * tasks * hidden * width;
    return least(formed, folded);
}

/* f's last layer, as long as g's weights, meets x: before f's last hidden layer does, or after it. */
static double hyper_operations(const nw_model_spec *s, double samples, double tasks, double width)
{
    double first = (double)(s->hidden * s->x_size), second = (double)(s->hidden * s->outputs);
    if (samples > tasks)
        return 6 * tasks * (first + second) * width + 4 * samples * first + 6 * samples * second;
    double biases = s->biases ? 4 * samples * first : 0;
    return samples * (4 * first * width + 6 * second * width + 5 * (double)s->hidden * width + 6 * second) + biases;
}

static double step_operations(const nw_model_spec *s, const nw_batch *batch)
{
    double samples = (double)batch->samples, tasks = (double)batch->tasks, sum = 0;
    size_t inputs = s->i_size;
    for (size_t k = 0; k + 1 < s->inner_layers; k++) {
        sum += (k == 0 ? 4 : 6) * tasks * (double)(inputs * s->inner[k]);
        inputs = s->inner[k];
    }
    if (s->kind == NW_MODEL_HYPER)
        return sum + hyper_operations(s, samples, tasks, (double)inputs);
    if (s->kind == NW_MODEL_EMBEDDING)
        sum += embedding_operations(s, tasks, (double)inputs);
    return sum + samples * (double)s->hidden * (4 * (double)s->x_size + 6 * (double)s->outputs);
}

/* ---- commands ---- */

static const char *next_word(void)
{
    const char *word = strtok(NULL, " \n");
    if (word == NULL)
        fail("a command is too short");
    return word;
}

static size_t next_number(void)
{
    return (size_t)strtoull(next_word(), NULL, 10);
}

static int next_of(const char *const *words)
{
    const char *word = next_word();
    for (int i = 0; words[i] != NULL; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    fail("a command has an unknown word");
}

static void clear(bench *b)
{
    nw_model_free(b->model);
    nw_optimiser_clear(&b->optimiser);
    free(b->x), free(b->i), free(b->goals), free(b->signal), free(b->labels);
    *b = (bench){0};
}

static void make_model(bench *b)
{
    static const char *const kinds[] = {"plain", "hypernetwork", "embedding", NULL};
    static const char *const losses[] = {"square", "likelihood", NULL};
    clear(b);
    nw_model_spec *s = &b->spec;
    s->kind = (nw_model_kind)next_of(kinds);
    s->x_size = next_number();
    s->i_size = next_number();
    s->outputs = next_number();
    s->hidden = next_number();
    s->unit = nw_activation_find(next_word());
    s->embedding = next_number();
    s->biases = next_number() != 0;
    b->batch.samples = next_number();
    b->batch.tasks = next_number();
    bool labels = next_of(losses) == 1;
    s->inner_layers = next_number();
    s->inner_unit = NW_RELU;
    for (size_t k = 0; k + 1 < s->inner_layers; k++)
        s->inner[k] = next_number();
    b->model = nw_model_new(s, b->batch.samples, b->batch.tasks);
    b->batch.x = b->x = nw_alloc(b->batch.samples * s->x_size, sizeof(float));
    b->batch.i = b->i = nw_alloc(b->batch.tasks * s->i_size, sizeof(float));
    b->goals = nw_alloc(b->batch.samples * s->outputs, sizeof(float));
    b->signal = nw_alloc(b->batch.samples * s->outputs, sizeof(float));
    if (labels)
        b->labels = nw_alloc(b->batch.samples, 1);
    printf("%zu %.0f\n", nw_model_parameters(b->model), step_operations(s, &b->batch));
}

static size_t read_floats(float *to, size_t count, FILE *stream)
{
    if (fread(to, sizeof *to, count, stream) != count)
        fail("a file is too short");
    return count;
}

static void load(bench *b)
{
    FILE *stream = fopen(next_word(), "rb");
    if (stream == NULL)
        fail("no such file");
    size_t samples = b->batch.samples, goals = b->labels != NULL ? samples : samples * b->spec.outputs;
    size_t count = read_floats(nw_model_values(b->model), nw_model_parameters(b->model), stream);
    count += read_floats(b->x, samples * b->spec.x_size, stream);
    count += read_floats(b->i, b->batch.tasks * b->spec.i_size, stream);
    count += read_floats(b->goals, goals, stream);
    for (size_t s = 0; b->labels != NULL && s < samples; s++)
        b->labels[s] = (uint8_t)b->goals[s];
    if (fgetc(stream) != EOF)
        fail("a file is too long");
    fclose(stream);
    printf("%zu\n", count);
}

static void save(bench *b)
{
    FILE *stream = fopen(next_word(), "wb");
    size_t count = nw_model_parameters(b->model);
    if (stream == NULL || fwrite(nw_model_values(b->model), sizeof(float), count, stream) != count ||
        fclose(stream) != 0)
        fail("a file cannot be written");
    printf("%zu\n", count);
}

static void descend(bench *b)
{
    int kind = next_of(nw_optimiser_words);
    double rate = strtod(next_word(), NULL), momentum = strtod(next_word(), NULL);
    nw_optimiser_clear(&b->optimiser);
    nw_optimiser_begin(&b->optimiser, (nw_optimiser_kind)kind, rate, momentum, nw_model_parameters(b->model));
    printf("%d\n", kind);
}

/* What else runs on the machine does not count. */
static double own_seconds(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) != 0)
        fail("no clock of the process");
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double step(bench *b)
{
    const float *outputs = nw_model_forward(b->model, &b->batch);
    size_t samples = b->batch.samples, width = b->spec.outputs;
    double loss = b->labels != NULL ? nw_loss_likelihood(b->signal, NULL, outputs, b->labels, samples, width)
                                    : nw_loss_square(b->signal, outputs, b->goals, samples, width);
    nw_optimiser_step(&b->optimiser, b->model, &b->batch, b->signal);
    return loss;
}

static void run_steps(bench *b)
{
    size_t count = next_number();
    double loss = 0, begun = own_seconds();
    for (size_t k = 0; k < count; k++)
        loss = step(b);
    printf("%.9g %.9g\n", (own_seconds() - begun) / (double)count, loss);
}

static void run_products(void)
{
    size_t size = next_number(), count = next_number();
    float *a = nw_alloc(size * size, sizeof *a), *b = nw_alloc(size * size, sizeof *b);
    float *c = nw_alloc(size * size, sizeof *c);
    for (size_t k = 0; k < size * size; k++) {
        a[k] = (float)(k % 17) / 16;
        b[k] = (float)(k % 13) / 16;
    }
    double begun = 0;
    for (size_t k = 0; k <= count; k++) {
        if (k == 1) /* the first finds its matrices far away */
            begun = own_seconds();
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)size, (int)size, (int)size, 1, a, (int)size, b,
                    (int)size, 0, c, (int)size);
    }
    printf("%.9g\n", (own_seconds() - begun) / (double)count);
    free(a), free(b), free(c);
}

int main(void)
{
    openblas_set_num_threads(1);
    bench b = {0};
    char line[4096];
    while (fgets(line, sizeof line, stdin) != NULL) {
        const char *command = strtok(line, " \n");
        if (command == NULL)
            continue;
        if (strcmp(command, "model") == 0)
            make_model(&b);
        else if (strcmp(command, "sgemm") == 0)
            run_products();
        else if (b.model == NULL)
            fail("there is no model yet");
        else if (strcmp(command, "load") == 0)
            load(&b);
        else if (strcmp(command, "descend") == 0)
            descend(&b);
        else if (strcmp(command, "step") == 0)
            run_steps(&b);
        else if (strcmp(command, "save") == 0)
            save(&b);
        else
            fail("unknown command");
        fflush(stdout);
    }
    clear(&b);
    return 0;
}
