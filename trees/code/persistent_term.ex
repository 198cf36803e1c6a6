defmodule Settings do
  # Reading costs nothing and copies nothing. Writing makes every process
  # look whether it holds the old value: once at the start, hardly later.
  def load do
    greeting = System.get_env("GREETING", "hello")
    :persistent_term.put(__MODULE__, %{greeting: greeting})
  end

  def greeting, do: :persistent_term.get(__MODULE__).greeting
end
