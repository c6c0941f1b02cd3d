/* The IDX files of MNIST: what is read, and what is refused with which words. */
#include "data/idx.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "check_folder.h"

enum { AREA = 28 * 28, TRAIN = 5, TEST = 3, IMAGE_HEADER = 16, LABEL_HEADER = 8 };

static const char train_images[] = "train-images-idx3-ubyte", train_labels[] = "train-labels-idx1-ubyte";
static const char test_images[] = "t10k-images-idx3-ubyte", test_labels[] = "t10k-labels-idx1-ubyte";

/* ---- files ---- */

typedef struct file {
    uint8_t bytes[IMAGE_HEADER + TRAIN * AREA];
    size_t length;
} file;

static void add_number(file *to, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        to->bytes[to->length++] = (uint8_t)(number >> shift);
}

/* Compresses to little, so that every byte of it can be tried. */
static uint8_t pixel_of(size_t image, size_t place)
{
    return (uint8_t)(place % 211 == 3 * image ? place / 4 + image : 0);
}

static uint8_t label_of(size_t image)
{
    return (uint8_t)((image * 7 + 2) % 10);
}

/* Images `first` .. first + count - 1 of an endless list. */
static file images_file(size_t first, size_t count)
{
    file made = {.length = 0};
    add_number(&made, 0x803);
    add_number(&made, (uint32_t)count);
    add_number(&made, 28);
    add_number(&made, 28);
    for (size_t i = first; i < first + count; i++)
        for (size_t j = 0; j < AREA; j++)
            made.bytes[made.length++] = pixel_of(i, j);
    return made;
}

static file labels_file(size_t first, size_t count)
{
    file made = {.length = 0};
    add_number(&made, 0x801);
    add_number(&made, (uint32_t)count);
    for (size_t i = first; i < first + count; i++)
        made.bytes[made.length++] = label_of(i);
    return made;
}

/* Changes the big-endian number at `place`. */
static void set_number(file *in, size_t place, uint32_t number)
{
    size_t length = in->length;
    in->length = place;
    add_number(in, number);
    in->length = length;
}

static void write_file(const char *name, const file *from)
{
    ct_write(name, from->bytes, from->length);
}

static void write_compressed(const char *name, const file *from)
{
    ct_write_gzip(name, from->bytes, from->length);
}

/* The four files, the test images following the training images in the list. */
static void write_all(void (*write)(const char *, const file *), const char *const names[4])
{
    file files[] = {images_file(0, TRAIN), labels_file(0, TRAIN), images_file(TRAIN, TEST), labels_file(TRAIN, TEST)};
    for (int i = 0; i < 4; i++)
        write(names[i], &files[i]);
}

static const char *const plain_names[] = {train_images, train_labels, test_images, test_labels};

static void make(void)
{
    ct_folder_make();
    write_all(write_file, plain_names);
}

/* ---- what is read ---- */

static nw_status load(nw_images *train, nw_images *test, size_t most, size_t most_test, nw_error *error)
{
    return nw_images_load(train, test, ct_folder(), NW_IMAGES_GREY, most, most_test, error);
}

static void are(const nw_images *images, size_t first, size_t count)
{
    size_t wrong = 0;
    ck_assert_uint_eq(images->count, count);
    ck_assert_uint_eq(images->channels, 1);
    ck_assert_uint_eq(images->height, 28);
    ck_assert_uint_eq(images->width, 28);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(images->labels[i], label_of(first + i));
        for (size_t j = 0; j < AREA; j++)
            wrong += images->pixels[i * AREA + j] != pixel_of(first + i, j);
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_eq(strlen(images->mark), 16);
    ck_assert_uint_eq(strspn(images->mark, "0123456789abcdef"), 16);
}

/* Loads everything and keeps the mark of the training images. */
static char *loads(void)
{
    nw_images train, test;
    nw_error error;
    ck_assert_msg(load(&train, &test, 0, 0, &error) == NW_OK, "%s", error.message);
    are(&train, 0, TRAIN);
    are(&test, TRAIN, TEST);
    ck_assert_str_ne(train.mark, test.mark);
    char *mark = nw_copy_text(train.mark);
    nw_images_clear(&train);
    nw_images_clear(&test);
    ck_assert_ptr_null(train.pixels);
    return mark;
}

static void drop_all(const char *const names[4])
{
    for (int i = 0; i < 4; i++)
        ct_remove(names[i]);
}

START_TEST(every_spelling)
{
    static const char *const dotted[] = {"train-images.idx3-ubyte", "train-labels.idx1-ubyte",
                                         "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"};
    static const char *const zipped[] = {"train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
                                         "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"};
    static const char *const both[] = {"train-images.idx3-ubyte.gz", "train-labels.idx1-ubyte.gz",
                                       "t10k-images.idx3-ubyte.gz", "t10k-labels.idx1-ubyte.gz"};
    char *mark = loads();
    drop_all(plain_names);
    for (int i = 0; i < 4; i++) {
        const char *const *names = i == 0 ? dotted : i == 1 ? zipped : i == 2 ? both : zipped;
        /* the last round: decompressed on the way, but still called .gz, as some browsers do */
        write_all(i == 1 || i == 2 ? write_compressed : write_file, names);
        char *again = loads();
        ck_assert_str_eq(mark, again);
        free(again);
        drop_all(names);
    }
    free(mark);
}
END_TEST

START_TEST(the_first_images)
{
    nw_images train, test;
    nw_error error;
    for (size_t most = 1; most <= TRAIN + 2; most++) {
        ck_assert_msg(load(&train, &test, most, 2, &error) == NW_OK, "%s", error.message);
        are(&train, 0, most < TRAIN ? most : TRAIN);
        are(&test, TRAIN, 2);
        nw_images_clear(&train);
        nw_images_clear(&test);
    }
}
END_TEST

START_TEST(plain_before_compressed)
{
    file other = images_file(1, TRAIN);
    write_compressed("train-images-idx3-ubyte.gz", &other);
    free(loads());
}
END_TEST

START_TEST(a_folder_named_like_the_file)
{
    ct_remove(train_images);
    ct_make_subfolder(train_images);
    file images = images_file(0, TRAIN);
    write_file("train-images.idx3-ubyte", &images);
    free(loads());
}
END_TEST

START_TEST(gzip_in_two_pieces)
{
    file images = images_file(0, TRAIN);
    size_t half = 1000, lengths[2];
    ct_write_gzip("a", images.bytes, half);
    ct_write_gzip("b", images.bytes + half, images.length - half);
    uint8_t *first = ct_read(&lengths[0], "a"), *second = ct_read(&lengths[1], "b");
    uint8_t *joined = nw_alloc(lengths[0] + lengths[1], 1);
    memcpy(joined, first, lengths[0]);
    memcpy(joined + lengths[0], second, lengths[1]);
    ct_write(train_images, joined, lengths[0] + lengths[1]);
    free(loads());
    free(joined);
    free(first);
    free(second);
}
END_TEST

START_TEST(the_mark_sees_every_part)
{
    char *mark = loads();
    nw_images train, test;
    for (int change = 0; change < 3; change++) {
        file images = images_file(0, TRAIN), labels = labels_file(0, TRAIN);
        if (change == 0)
            images.bytes[IMAGE_HEADER + 4 * AREA + 700] ^= 1;
        if (change == 1)
            labels.bytes[LABEL_HEADER + 4] ^= 1;
        write_file(train_images, &images);
        write_file(train_labels, &labels);
        ck_assert_int_eq(load(&train, &test, change == 2 ? TRAIN - 1 : 0, 0, NULL), NW_OK);
        ck_assert_str_ne(train.mark, mark);
        nw_images_clear(&train);
        nw_images_clear(&test);
    }
    free(mark);
}
END_TEST

/* ---- what is refused ---- */

/* The message names the file and says these two things. */
static void refused(const char *name, const char *expected, const char *found)
{
    nw_images train, test;
    nw_error error = {.message = ""};
    for (size_t most = 0; most < 2; most++) {
        ck_assert_int_eq(load(&train, &test, most, most, &error), NW_BAD_INPUT);
        ck_assert_msg(strstr(error.message, name) != NULL, "\"%s\" does not name %s", error.message, name);
        ck_assert_msg(strstr(error.message, expected) != NULL, "\"%s\" lacks \"%s\"", error.message, expected);
        ck_assert_msg(strstr(error.message, found) != NULL, "\"%s\" lacks \"%s\"", error.message, found);
        ck_assert_ptr_null(strchr(error.message, '\n'));
        ck_assert(train.count == 0 && train.pixels == NULL && train.mark == NULL);
        ck_assert(test.count == 0 && test.labels == NULL && test.source == NULL);
    }
}

/* The file in question in place of the right one, plain and compressed. */
static void refused_file(const char *name, const file *wrong, const char *expected, const char *found)
{
    write_file(name, wrong);
    refused(name, expected, found);
    write_compressed(name, wrong);
    refused(name, expected, found);
}

START_TEST(magic_numbers)
{
    file images = images_file(0, TRAIN), labels = labels_file(0, TRAIN);
    refused_file(train_images, &labels, "expected the magic number 0x00000803", "found 0x00000801");
    write_file(train_images, &images);
    refused_file(train_labels, &images, "expected the magic number 0x00000801", "found 0x00000803");
    static const uint8_t page[] = "<!DOCTYPE html>";
    ct_write(train_labels, page, sizeof page);
    refused(train_labels, "no IDX file of labels", "found 0x3c21444f");
}
END_TEST

START_TEST(shapes)
{
    file images = images_file(0, TRAIN);
    set_number(&images, 8, 32);
    refused_file(train_images, &images, "expected images of 28 x 28 pixels", "found 32 x 28");
    images = images_file(TRAIN, TEST);
    set_number(&images, 12, 1);
    set_number(&images, 8, 784);
    write_file(train_images, &images);
    refused_file(test_images, &images, "expected images of 28 x 28 pixels", "found 784 x 1");
}
END_TEST

START_TEST(lengths)
{
    file images = images_file(0, TRAIN), labels = labels_file(0, TRAIN);
    images.length--;
    refused_file(train_images, &images, "5 images of 28 x 28 pixels, which takes 3936 bytes", "found 3935");
    images = images_file(0, TRAIN);
    set_number(&images, 4, TRAIN - 1);
    refused_file(train_images, &images, "4 images of 28 x 28 pixels, which takes 3152 bytes", "found 3936");
    images = images_file(0, TRAIN);
    write_file(train_images, &images);
    labels.length++;
    refused_file(train_labels, &labels, "5 labels, which takes 13 bytes", "found 14");
    labels.length -= 3;
    refused_file(train_labels, &labels, "5 labels, which takes 13 bytes", "found 11");
}
END_TEST

START_TEST(short_and_empty)
{
    for (size_t length = 0; length < IMAGE_HEADER; length++) {
        file images = images_file(0, TRAIN);
        images.length = length;
        refused_file(train_images, &images, length == 0 ? "is empty" : "expected an IDX header of 16 bytes", "");
    }
    file images = images_file(0, 0), labels = labels_file(0, 0);
    refused_file(train_labels, &labels, "expected labels", "found none");
    labels = labels_file(0, TRAIN);
    write_file(train_labels, &labels);
    refused_file(train_images, &images, "expected images", "found none");
}
END_TEST

static void no_memory_wanted(size_t bytes)
{
    ck_abort_msg("asked for %zu bytes", bytes);
}

START_TEST(terabytes)
{
    nw_set_memory_handler(no_memory_wanted);
    file images = images_file(0, TRAIN);
    set_number(&images, 4, UINT32_MAX);
    write_file(train_images, &images);
    refused(train_images, "takes 3367254359296 bytes", "found 3936");
    write_compressed(train_images, &images);
    refused(train_images, "takes 3367254359296 bytes", "found compressed data for at most");
    nw_set_memory_handler(NULL);
}
END_TEST

START_TEST(labels_and_counts)
{
    file labels = labels_file(0, TRAIN);
    labels.bytes[LABEL_HEADER] = 10;
    refused_file(train_labels, &labels, "expected labels 0 to 9", "found 10 for image 0");
    labels = labels_file(0, TRAIN - 1);
    refused_file(train_labels, &labels, "as many labels as there are images, 5", "found 4");
    labels = labels_file(0, TRAIN);
    write_file(train_labels, &labels);
    file images = images_file(0, TRAIN - 1);
    write_file(train_images, &images);
    refused(train_labels, "as many labels as there are images, 4", "found 5");
}
END_TEST

START_TEST(missing)
{
    for (int i = 0; i < 4; i++) {
        ct_remove(plain_names[i]);
        refused(ct_folder(), plain_names[i], "found neither");
        write_all(write_file, plain_names);
    }
    ct_remove(test_labels);
    ct_make_subfolder(test_labels);
    refused(test_labels, "is a folder", "expected a file");
}
END_TEST

/* A folder that is none, or holds the other kind of images. */
START_TEST(folders)
{
    nw_images train, test;
    nw_error error = {.message = ""};
    char *absent = ct_in_folder("absent"), *no_folder = ct_in_folder(train_images);
    ck_assert_int_eq(nw_images_load(&train, &test, absent, NW_IMAGES_GREY, 0, 0, &error), NW_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "nothing of that name"));
    ck_assert_int_eq(nw_images_load(&train, &test, no_folder, NW_IMAGES_GREY, 0, 0, &error), NW_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "found a file"));
    ck_assert_int_eq(nw_images_load(&train, &test, ct_folder(), NW_IMAGES_COLOUR, 0, 0, &error), NW_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "expected colour images"));
    ck_assert_ptr_nonnull(strstr(error.message, "found IDX files"));
    drop_all(plain_names);
    refused(ct_folder(), "expected the four files of MNIST or Fashion-MNIST, train-images", "found none of them");
    free(absent);
    free(no_folder);
}
END_TEST

/* ---- damage ---- */

START_TEST(damaged_gzip)
{
    file images = images_file(0, TRAIN);
    write_compressed(train_images, &images);
    size_t length;
    uint8_t *bytes = ct_read(&length, train_images), *longer = nw_alloc(length + 3, 1);
    memcpy(longer, bytes, length);
    memcpy(longer + length, "abc", 3);
    ct_write(train_images, longer, length + 3);
    refused(train_images, "more bytes follow the end of the gzip data", "");
    longer[length] = 0x1f;
    ct_write(train_images, longer, length + 3);
    refused(train_images, "the gzip data are damaged (incorrect header check)", "");
    bytes[length - 5] ^= 4;
    ct_write(train_images, bytes, length);
    refused(train_images, "the gzip data are damaged (incorrect data check)", "");
    bytes[length - 5] ^= 4;
    for (size_t kept = 2; kept < length; kept++) {
        ct_write(train_images, bytes, kept);
        refused(train_images, "the gzip data are truncated", "");
    }
    free(bytes);
    free(longer);
}
END_TEST

/* One byte changed anywhere in the compressed files: refused, or, where gzip gives it no meaning, read
 * all the same; never different images. */
START_TEST(any_byte)
{
    file images = images_file(0, TRAIN);
    write_compressed(train_images, &images);
    size_t length;
    uint8_t *bytes = ct_read(&length, train_images);
    gsl_rng *rng = ct_rng("idx bytes");
    size_t refusals = 0;
    for (size_t i = 0; i < length; i++) {
        uint8_t change = (uint8_t)ct_between(rng, 1, 255);
        bytes[i] ^= change;
        ct_write(train_images, bytes, length);
        bytes[i] ^= change;
        nw_images train, test;
        nw_error error;
        nw_status status = load(&train, &test, 0, 0, &error);
        if (status == NW_OK)
            are(&train, 0, TRAIN);
        else
            ck_assert_ptr_nonnull(strstr(error.message, train_images));
        refusals += status != NW_OK;
        nw_images_clear(&train);
        nw_images_clear(&test);
    }
    ck_assert_uint_gt(refusals, length * 3 / 4);
    gsl_rng_free(rng);
    free(bytes);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("idx");
    TCase *tests = ct_case(suite, "idx");
    tcase_add_checked_fixture(tests, make, ct_folder_drop);
    tcase_add_test(tests, every_spelling);
    tcase_add_test(tests, the_first_images);
    tcase_add_test(tests, plain_before_compressed);
    tcase_add_test(tests, a_folder_named_like_the_file);
    tcase_add_test(tests, gzip_in_two_pieces);
    tcase_add_test(tests, the_mark_sees_every_part);
    tcase_add_test(tests, magic_numbers);
    tcase_add_test(tests, shapes);
    tcase_add_test(tests, lengths);
    tcase_add_test(tests, short_and_empty);
    tcase_add_test(tests, terabytes);
    tcase_add_test(tests, labels_and_counts);
    tcase_add_test(tests, missing);
    tcase_add_test(tests, folders);
    tcase_add_test(tests, damaged_gzip);
    tcase_add_test(tests, any_byte);
    return ct_main(suite);
}
