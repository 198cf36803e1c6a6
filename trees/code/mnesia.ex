defmodule Accounts do
  # Everything in the function happens, or nothing does.
  def transfer(from, to, amount) do
    :mnesia.transaction(fn ->
      [{:account, ^from, has}] = :mnesia.read({:account, from})
      [{:account, ^to, gets}] = :mnesia.read({:account, to})
      if has < amount, do: :mnesia.abort(:not_enough)
      :mnesia.write({:account, from, has - amount})
      :mnesia.write({:account, to, gets + amount})
    end)
  end
end
