# nwidth 0.1.0: nwidth plot experiment synthetic-embedding.db --output synthetic-embedding.gp
$panel1_1 << END
# best constant: i (size of the embedding)  error
1 0.03829822402
2 0.03829822402
4 0.03829822402
8 0.03829822402
END
$panel1_2 << END
# without I, estimated: i (size of the embedding)  error
1 0.0004707685279
2 0.0004707685279
4 0.0004707685279
8 0.0004707685279
END
$panel1_3 << END
# linear, least squares: i (size of the embedding)  error
1 0.0004704319681
2 0.0004704319681
4 0.0004704319681
8 0.0004704319681
END
$panel1_4 << END
# hypernetwork: i (size of the embedding)  mean  mean-SD  mean+SD
1 0.02652828349 0.02287979119 0.03017677578
2 0.01952974349 0.01722170585 0.02183778114
4 0.01442866564 0.01384606837 0.01501126291
8 0.01163338787 0.01052790587 0.01273886986
END
$panel1_5 << END
# embedding: i (size of the embedding)  mean  mean-SD  mean+SD
1 0.001450085815 0.001416399094 0.001483772536
2 0.00110641653 0.001024219283 0.001188613777
4 0.000702071893 0.0006394433534 0.0007647004327
8 0.0005816301237 0.0005432657166 0.0006199945307
END
$panel2_1 << END
# best constant: i (size of the embedding)  error
1 3.005821315
2 3.005821315
4 3.005821315
8 3.005821315
END
$panel2_2 << END
# without I, estimated: i (size of the embedding)  error
1 1.848360871
2 1.848360871
4 1.848360871
8 1.848360871
END
$panel2_3 << END
# linear, least squares: i (size of the embedding)  error
1 0.6882091417
2 0.6882091417
4 0.6882091417
8 0.6882091417
END
$panel2_4 << END
# hypernetwork: i (size of the embedding)  mean  mean-SD  mean+SD
1 1.078653579 0.7524548559 1.404852303
2 1.108163071 0.8171782046 1.399147938
4 1.223551457 0.8375248785 1.609578035
8 1.255732917 1.006167599 1.505298235
END
$panel2_5 << END
# embedding: i (size of the embedding)  mean  mean-SD  mean+SD
1 0.6396934359 0.536186342 0.7432005299
2 0.6441276214 0.5401811046 0.7480741382
4 0.6782334794 0.5537580209 0.8027089379
8 0.6823370562 0.5601689823 0.8045051301
END
$panel3_1 << END
# best constant: i (size of the embedding)  error
1 2.371074891
2 2.371074891
4 2.371074891
8 2.371074891
END
$panel3_2 << END
# without I, estimated: i (size of the embedding)  error
1 2.491478554
2 2.491478554
4 2.491478554
8 2.491478554
END
$panel3_3 << END
# linear, least squares: i (size of the embedding)  error
1 2.399362555
2 2.399362555
4 2.399362555
8 2.399362555
END
$panel3_4 << END
# hypernetwork: i (size of the embedding)  mean  mean-SD  mean+SD
1 2.140652942 1.746997613 2.53430827
2 2.17387609 1.871035595 2.476716585
4 2.159990084 1.849588482 2.470391687
8 1.963742378 1.681884195 2.245600561
END
$panel3_5 << END
# embedding: i (size of the embedding)  mean  mean-SD  mean+SD
1 2.402522223 1.962903267 2.842141179
2 2.408723697 1.960209522 2.857237872
4 2.421620877 1.969352295 2.873889459
8 2.489368436 2.007034282 2.97170259
END
set multiplot
set grid lc rgb '#e0e0e0' lw 0.5 dt 1
set bars 0.6
set tics nomirror
set border 3
set lmargin at screen 0.05000
set rmargin at screen 0.33500
set bmargin at screen 0.59651
set tmargin at screen 0.93755
unset logscale
set logscale y
unset label
unset arrow
set title "synthetic-embedding (Figures 1b, 4d, 4e): test MSE by i\ntype I, preset quick, 3 repeats" noenhanced font ',11'
set xrange [0.72:8.28]
set yrange [0.0003618707447:0.04978769123]
set xlabel "i (size of the embedding)" noenhanced offset 0,-0.6
set ylabel "test MSE" noenhanced
set xtics ("1" 1, "2" 2, "3" 3, "4" 4, "5" 5, "6" 6, "7" 7, "8" 8) noenhanced font ',10'
set ytics ("0.0005" 0.0005, "0.001" 0.001, "0.002" 0.002, "0.005" 0.005, "0.01" 0.01, "0.02" 0.02) noenhanced font ',10'
set label 1 "best constant" at graph 1.04, graph 0.9467 left noenhanced tc rgb '#333333' font ',10'
set arrow 1 from 8, 0.03829822402 to graph 1.032, graph 0.9467 nohead lw 0.6 lc rgb '#333333' back
set label 2 "without I, estimated" at graph 1.04, graph 0.1153 left noenhanced tc rgb '#333333' font ',10'
set arrow 2 from 8, 0.0004707685279 to graph 1.032, graph 0.1153 nohead lw 0.6 lc rgb '#333333' back
set label 3 "linear, least squares" at graph 1.04, graph 0.0533 left noenhanced tc rgb '#333333' font ',10'
set arrow 3 from 8, 0.0004704319681 to graph 1.032, graph 0.0533 nohead lw 0.6 lc rgb '#333333' back
set label 4 "hypernetwork" at graph 1.04, graph 0.7047 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 4 from 8, 0.01163338787 to graph 1.032, graph 0.7047 nohead lw 0.6 lc rgb '#005a8e' back
set label 5 "embedding" at graph 1.04, graph 0.1773 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 5 from 8, 0.0005816301237 to graph 1.032, graph 0.1773 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel1_1 using 1:2 with lines dt 2 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_2 using 1:2 with lines dt 3 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_3 using 1:2 with lines dt 4 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_4 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel1_4 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel1_5 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel1_5 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
set lmargin at screen 0.55000
set rmargin at screen 0.83500
set bmargin at screen 0.59651
set tmargin at screen 0.93755
unset logscale
unset label
unset arrow
set title "synthetic-embedding (Figures 1b, 4d, 4e): test MSE by i\ntype II, preset quick, 3 repeats" noenhanced font ',11'
set xrange [0.72:8.28]
set yrange [0.3880082436:3.153999414]
set xlabel "i (size of the embedding)" noenhanced offset 0,-0.6
set ylabel "test MSE" noenhanced
set xtics ("1" 1, "2" 2, "3" 3, "4" 4, "5" 5, "6" 6, "7" 7, "8" 8) noenhanced font ',10'
set ytics ("0.5" 0.5, "1" 1, "1.5" 1.5, "2" 2, "2.5" 2.5, "3" 3) noenhanced font ',10'
set label 1 "best constant" at graph 1.04, graph 0.9464 left noenhanced tc rgb '#333333' font ',10'
set arrow 1 from 8, 3.005821315 to graph 1.032, graph 0.9464 nohead lw 0.6 lc rgb '#333333' back
set label 2 "without I, estimated" at graph 1.04, graph 0.5280 left noenhanced tc rgb '#333333' font ',10'
set arrow 2 from 8, 1.848360871 to graph 1.032, graph 0.5280 nohead lw 0.6 lc rgb '#333333' back
set label 3 "linear, least squares" at graph 1.04, graph 0.1684 left noenhanced tc rgb '#333333' font ',10'
set arrow 3 from 8, 0.6882091417 to graph 1.032, graph 0.1684 nohead lw 0.6 lc rgb '#333333' back
set label 4 "hypernetwork" at graph 1.04, graph 0.3137 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 4 from 8, 1.255732917 to graph 1.032, graph 0.3137 nohead lw 0.6 lc rgb '#005a8e' back
set label 5 "embedding" at graph 1.04, graph 0.1064 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 5 from 8, 0.6823370562 to graph 1.032, graph 0.1064 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel2_1 using 1:2 with lines dt 2 lw 0.9 lc rgb '#333333' notitle, \
  $panel2_2 using 1:2 with lines dt 3 lw 0.9 lc rgb '#333333' notitle, \
  $panel2_3 using 1:2 with lines dt 4 lw 0.9 lc rgb '#333333' notitle, \
  $panel2_4 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel2_4 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel2_5 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel2_5 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
set lmargin at screen 0.05000
set rmargin at screen 0.33500
set bmargin at screen 0.11616
set tmargin at screen 0.45721
unset logscale
unset label
unset arrow
set title "synthetic-embedding (Figures 1b, 4d, 4e): test MSE by i\ntype III, preset quick, 3 repeats" noenhanced font ',11'
set xrange [0.72:8.28]
set yrange [1.604495091:3.049091693]
set xlabel "i (size of the embedding)" noenhanced offset 0,-0.6
set ylabel "test MSE" noenhanced
set xtics ("1" 1, "2" 2, "3" 3, "4" 4, "5" 5, "6" 6, "7" 7, "8" 8) noenhanced font ',10'
set ytics ("1.8" 1.8, "2" 2, "2.2" 2.2, "2.4" 2.4, "2.6" 2.6, "2.8" 2.8, "3" 3) noenhanced font ',10'
set label 1 "best constant" at graph 1.04, graph 0.5307 left noenhanced tc rgb '#333333' font ',10'
set arrow 1 from 8, 2.371074891 to graph 1.032, graph 0.5307 nohead lw 0.6 lc rgb '#333333' back
set label 2 "without I, estimated" at graph 1.04, graph 0.7167 left noenhanced tc rgb '#333333' font ',10'
set arrow 2 from 8, 2.491478554 to graph 1.032, graph 0.7167 nohead lw 0.6 lc rgb '#333333' back
set label 3 "linear, least squares" at graph 1.04, graph 0.5927 left noenhanced tc rgb '#333333' font ',10'
set arrow 3 from 8, 2.399362555 to graph 1.032, graph 0.5927 nohead lw 0.6 lc rgb '#333333' back
set label 4 "hypernetwork" at graph 1.04, graph 0.2487 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 4 from 8, 1.963742378 to graph 1.032, graph 0.2487 nohead lw 0.6 lc rgb '#005a8e' back
set label 5 "embedding" at graph 1.04, graph 0.6547 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 5 from 8, 2.489368436 to graph 1.032, graph 0.6547 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel3_1 using 1:2 with lines dt 2 lw 0.9 lc rgb '#333333' notitle, \
  $panel3_2 using 1:2 with lines dt 3 lw 0.9 lc rgb '#333333' notitle, \
  $panel3_3 using 1:2 with lines dt 4 lw 0.9 lc rgb '#333333' notitle, \
  $panel3_4 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel3_4 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel3_5 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel3_5 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
unset label
unset arrow
unset title
unset border
unset tics
unset xlabel
unset ylabel
unset grid
unset logscale
set size 1, 1
set origin 0, 0
set xrange [0:1]
set yrange [0:1]
set label 1 "Points: means over repeats of estimates on 2000 test samples, bars: sample standard deviation. Lines: baselines, estimates too: constant, the best one; linear, in (x, I), by least squares on the training samples; without I: conditional variance, estimated from 8 draws of I for each of 2000 test points x." at screen 0.012, screen 0.02830 left noenhanced font ',9' tc rgb '#444444'
plot NaN notitle
unset multiplot
